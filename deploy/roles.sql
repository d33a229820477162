-- Two roles: the owner migrates, the portal itself may only read and write rows. Run as a superuser, once.
CREATE ROLE portal_owner LOGIN;
CREATE ROLE portal_web LOGIN;
CREATE DATABASE panel_portal OWNER portal_owner ENCODING 'UTF8';
\connect panel_portal
GRANT USAGE ON SCHEMA public TO portal_web;
ALTER DEFAULT PRIVILEGES FOR ROLE portal_owner IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO portal_web;
ALTER DEFAULT PRIVILEGES FOR ROLE portal_owner IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO portal_web;
ALTER DEFAULT PRIVILEGES FOR ROLE portal_owner IN SCHEMA public GRANT EXECUTE ON FUNCTIONS TO portal_web;
