package com.deliveryhistory.servers;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.bson.BsonDecoder;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/**
 * Documents in the store's file, as BSON. The original has Java's serialisation write them, and each change of one writes
 * all that share its page.
 */
final class DocumentType extends BasicDataType<Document> {

    /** What the objects of a document take in memory, for each byte of BSON. */
    private static final int SPREAD = 3;

    @Override
    public int getMemory(Document document) {
        return SPREAD * encoded(document).readableBytes();
    }

    @Override
    public void write(WriteBuffer buffer, Document document) {
        ByteBuf bson = encoded(document);
        buffer.putVarInt(bson.readableBytes());
        buffer.put(bson.nioBuffer());
    }

    @Override
    public Document read(ByteBuffer buffer) {
        int length = DataUtils.readVarInt(buffer);
        Document document = BsonDecoder.decodeBson(Unpooled.wrappedBuffer(buffer.slice(buffer.position(), length)));
        buffer.position(buffer.position() + length);
        return document;
    }

    @Override
    public Document[] createStorage(int size) {
        return new Document[size];
    }

    private static ByteBuf encoded(Document document) {
        ByteBuf bson = Unpooled.buffer();
        BsonEncoder.encodeDocument(document, bson);
        return bson;
    }
}
