package com.deliveryhistory.optin.notices;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What administrators are told by mail.
 *
 * @param tellWithin how old a fact may be to be told: after a replay of {@code grant.events} from the start, nobody gets
 *     mails of last month; shorter than {@code mail.kept-for}
 */
@Validated
@ConfigurationProperties("notices")
record NoticeSettings(@DefaultValue("2d") @DurationMin Duration tellWithin) {}
