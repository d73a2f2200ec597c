package com.deliveryhistory.optin.secondfactor;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.springframework.web.util.UriUtils;

/**
 * What an authenticator app needs to know.
 *
 * @param secret in Base32, in groups, for typing
 * @param path the QR code as SVG path of unit squares
 * @param size the QR code's width and height
 */
record SetUp(String secret, String path, int size) {

    private static final int QUIET_ZONE = 2;

    /**
     * Shows a secret as QR code of an {@code otpauth} address.
     *
     * @param issuer what the app calls this application
     * @param account what the app calls the account
     */
    static SetUp of(String secret, String issuer, String account) {
        String address = "otpauth://totp/%s:%s?secret=%s&issuer=%s&algorithm=SHA1&digits=%d&period=%d"
                .formatted(
                        UriUtils.encode(issuer, StandardCharsets.UTF_8),
                        UriUtils.encode(account, StandardCharsets.UTF_8),
                        secret,
                        UriUtils.encode(issuer, StandardCharsets.UTF_8),
                        Totp.DIGITS,
                        Totp.STEP.toSeconds());
        BitMatrix code = encode(address);
        return new SetUp(RecoveryCodes.grouped(secret, " "), path(code), code.getWidth());
    }

    private static BitMatrix encode(String address) {
        try {
            return new QRCodeWriter()
                    .encode(address, BarcodeFormat.QR_CODE, 0, 0, Map.of(EncodeHintType.MARGIN, QUIET_ZONE));
        } catch (WriterException e) {
            throw new IllegalStateException("No QR code of " + address.length() + " characters", e);
        }
    }

    private static String path(BitMatrix code) {
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < code.getHeight(); y++) {
            for (int x = 0; x < code.getWidth(); x++) {
                if (code.get(x, y)) {
                    path.append('M').append(x).append(' ').append(y).append("h1v1h-1z");
                }
            }
        }
        return path.toString();
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "SetUp";
    }
}
