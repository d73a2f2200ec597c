package com.deliveryhistory.servers;

import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.bson.Document;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/**
 * How documents and the keys of unique indexes look in the store's file: {@link DocumentType}, {@link KeyType}. Whoever
 * opens a map first says so, and the original is given what is open; it would have everything serialised by Java.
 */
final class StoreFormat {

    /** The version of a file in this format; 1 had documents, 0 also keys as the original has them. */
    private static final int VERSION = 2;

    private static final String DOCUMENTS = "databases.";
    private static final String INDEX = "._index_";

    private StoreFormat() {}

    /** Brings a file into this format, if it is not: all of it or, for who is killed meanwhile, nothing. */
    static MVStore of(MVStore store) {
        if (store.getStoreVersion() < VERSION) {
            for (String name : List.copyOf(store.getMapNames())) {
                if (name.startsWith(DOCUMENTS)) {
                    rewrite(store, name);
                } else if (name.contains(INDEX)) {
                    store.removeMap(name); // one that is empty is filled from the documents when it is opened
                }
            }
            store.setStoreVersion(VERSION);
            store.commit();
        }
        return store;
    }

    private static void rewrite(MVStore store, String name) {
        MVMap<Object, Document> serialised = store.openMap(name);
        Map<Object, Document> documents = new LinkedHashMap<>(serialised);
        store.removeMap(serialised);
        openDocuments(store, name.substring(DOCUMENTS.length())).putAll(documents);
    }

    /** @param collection database and name */
    static MVMap<Object, Document> openDocuments(MVStore store, String collection) {
        return store.openMap(
                DOCUMENTS + collection, new MVMap.Builder<Object, Document>().valueType(new DocumentType()));
    }

    /** @param collection database and name */
    static void openKeys(MVStore store, String collection, String index) {
        store.openMap(collection + INDEX + index, new MVMap.Builder<KeyValue, Object>().keyType(new KeyType()));
    }
}
