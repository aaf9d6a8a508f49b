-- Who may do what with the tables of the store, also with those that later migrations make. Runs in makrx_store.
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO store_app, store_read;

ALTER DEFAULT PRIVILEGES FOR ROLE store_owner IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO store_app;
ALTER DEFAULT PRIVILEGES FOR ROLE store_owner IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO store_app;
ALTER DEFAULT PRIVILEGES FOR ROLE store_owner IN SCHEMA public GRANT SELECT ON TABLES TO store_read;

-- What happened stays: rows of event tables and of the audit are added and read, never changed or deleted.
CREATE FUNCTION keep_history() RETURNS event_trigger LANGUAGE plpgsql AS $$
DECLARE
  made record;
BEGIN
  FOR made IN SELECT object_identity FROM pg_event_trigger_ddl_commands() WHERE command_tag = 'CREATE TABLE' LOOP
    IF made.object_identity ~ '^public\.(\w+_events|audit_log)$' THEN
      EXECUTE format('REVOKE UPDATE, DELETE ON %s FROM store_app', made.object_identity);
    END IF;
  END LOOP;
END
$$;
CREATE EVENT TRIGGER keep_history ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION keep_history();
