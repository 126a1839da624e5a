package io.pointstream.engine.farming;

import io.pointstream.engine.event.Payment.Channel;
import java.util.List;

/** The numbers that stand for payment channels in stored state: their places in a list to which channels are only appended. */
final class ChannelNumbers {

    private static final List<Channel> STORED = List.of(
            Channel.OFFLINE_QR,
            Channel.JD,
            Channel.PINDUODUO,
            Channel.MEITUAN,
            Channel.ONLINE,
            Channel.PHONE_TOPUP,
            Channel.CREDIT_CARD_REPAYMENT,
            Channel.MEDICAL_REGISTRATION,
            Channel.RIDE_HAILING);

    private ChannelNumbers() {}

    static int of(Channel channel) {
        int number = STORED.indexOf(channel);
        if (number < 0) {
            throw new IllegalStateException(channel + " has no number: append it to the list");
        }
        return number;
    }

    static Channel channel(long number) {
        if (number < 0 || number >= STORED.size()) {
            throw new StateFormatException("no channel has the number " + number);
        }
        return STORED.get((int) number);
    }
}
