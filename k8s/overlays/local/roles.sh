#!/bin/sh
# Run once by PostgreSQL's image, on an empty data folder.
set -eu
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --set migrator_password=migrator --set silo_password=silo --set edge_password=edge --file /docker-entrypoint-roles/roles.sql
