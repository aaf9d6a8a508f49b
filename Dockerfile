# One image, three commands: api, worker, migrate. glibc is required: the Temporal SDK's native part does not load on Alpine.
ARG NODE_IMAGE=node:22-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY tsconfig.json ./
COPY migrations migrations
COPY src src
COPY workflows workflows
COPY activities activities
COPY temporal temporal
RUN npm run build

FROM ${NODE_IMAGE} AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The SDK brings its native part for five platforms, about 30 MB each; one is needed.
RUN npm ci --omit=dev --ignore-scripts \
  && find node_modules/@temporalio/core-bridge/releases -mindepth 1 -maxdepth 1 \
    ! -name "$(uname -m)-unknown-linux-gnu" -exec rm -rf {} +

FROM ${NODE_IMAGE}
# The slicer makes quotes firm. Without it the product works, and all quotes stay instant.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends prusa-slicer \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY package.json ./
COPY deploy/entry.sh /usr/local/bin/makrx-store
COPY --from=dependencies /app/node_modules node_modules
COPY --from=build /app/dist dist
ENV NODE_ENV=production ENVIRONMENT=production
USER node
EXPOSE 8000 8010
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=6 CMD ["makrx-store", "health"]
ENTRYPOINT ["makrx-store"]
CMD ["api"]
