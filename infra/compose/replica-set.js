// Makes MongoDB's only member a replica set, once, and waits until it takes writes.
try {
  rs.status();
} catch (e) {
  if (e.codeName !== 'NotYetInitialized') {
    throw e;
  }
  rs.initiate({_id: 'rs0', members: [{_id: 0, host: 'mongodb:27017'}]});
}
while (!db.hello().isWritablePrimary) {
  sleep(200);
}
