-- Three roles with the least rights, and a database for them. Run once by whoever may create roles and databases, with passwords of your own:
--
--   psql -v ON_ERROR_STOP=1 -v migrator_password=… -v silo_password=… -v edge_password=… -f roles.sql
--
-- Then `quotagrid migrate --grant-silo quotagrid_silo --grant-edge quotagrid_edge`, as quotagrid_migrator, makes the tables and grants what each role needs (grants/silo.sql, grants/edge.sql).
-- The names are yours to choose: where roles come from a cloud's identity service, leave out what it makes.

CREATE ROLE quotagrid_migrator LOGIN PASSWORD :'migrator_password';
CREATE ROLE quotagrid_silo LOGIN PASSWORD :'silo_password';
CREATE ROLE quotagrid_edge LOGIN PASSWORD :'edge_password';

-- The migrator owns the database and all that it makes there. Whoever makes a database for another role has to be a member of it, unless he is a superuser, as in no managed PostgreSQL.
GRANT quotagrid_migrator TO CURRENT_USER;
CREATE DATABASE quotagrid OWNER quotagrid_migrator;

-- By default everybody may connect and make temporary tables.
REVOKE ALL ON DATABASE quotagrid FROM PUBLIC;
GRANT CONNECT ON DATABASE quotagrid TO quotagrid_silo, quotagrid_edge;

-- Up to PostgreSQL 14 everybody may also make tables.
\connect quotagrid
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT CREATE, USAGE ON SCHEMA public TO quotagrid_migrator;
GRANT USAGE ON SCHEMA public TO quotagrid_silo, quotagrid_edge;
