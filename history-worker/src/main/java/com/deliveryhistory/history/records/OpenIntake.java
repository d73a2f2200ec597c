package com.deliveryhistory.history.records;

import java.time.Instant;
import java.util.List;
import org.bson.codecs.pojo.annotations.BsonId;

/**
 * An intake under way, or what a process that ended left of one. Public for the driver to construct it.
 *
 * @param records ids in the order in which the world is to be told of them
 */
public record OpenIntake(@BsonId String id, String grant, Instant openedAt, List<String> records) {}
