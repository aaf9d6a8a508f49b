-- Roles and databases. Runs once, on the database of the superuser; the store and Temporal share nothing.
CREATE ROLE store_owner NOLOGIN;
CREATE ROLE store_migrator LOGIN PASSWORD :'store_migrator_password' IN ROLE store_owner;
CREATE ROLE store_app LOGIN PASSWORD :'store_app_password';
CREATE ROLE store_read LOGIN PASSWORD :'store_read_password';
CREATE ROLE temporal LOGIN PASSWORD :'temporal_password';
CREATE ROLE keycloak LOGIN PASSWORD :'keycloak_password';

-- Whatever the migrator makes belongs to the owner, who cannot log in.
ALTER ROLE store_migrator SET role TO 'store_owner';

CREATE DATABASE makrx_store OWNER store_owner;
CREATE DATABASE temporal OWNER temporal;
CREATE DATABASE temporal_visibility OWNER temporal;
CREATE DATABASE keycloak OWNER keycloak;

REVOKE ALL ON DATABASE makrx_store, temporal, temporal_visibility, keycloak FROM PUBLIC;
GRANT CONNECT ON DATABASE makrx_store TO store_migrator, store_app, store_read;
