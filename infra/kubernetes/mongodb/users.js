// A user for each service, who reads and writes its own database and sees no other. Run by an administrator:
//   OPTIN_WEB_PASSWORD=… TOKEN_MANAGER_PASSWORD=… HISTORY_WORKER_PASSWORD=… mongosh "$ADMIN_URI" users.js
for (const service of ['optin-web', 'token-manager', 'history-worker']) {
  const name = service.toUpperCase().replace('-', '_') + '_PASSWORD';
  const pwd = process.env[name];
  if (!pwd) {
    throw new Error(`${name} is missing`);
  }
  const roles = [{role: 'readWrite', db: service}];
  const database = db.getSiblingDB(service);
  if (database.getUser(service)) {
    database.updateUser(service, {pwd, roles});
  } else {
    database.createUser({user: service, pwd, roles});
  }
}
