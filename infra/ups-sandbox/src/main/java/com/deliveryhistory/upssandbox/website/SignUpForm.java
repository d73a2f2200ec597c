package com.deliveryhistory.upssandbox.website;

import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** What a new profile needs. Fields that were not sent are null until they have been validated. */
record SignUpForm(
        @Pattern(regexp = "[A-Za-z0-9._-]{3,40}", message = "Use 3 to 40 letters, digits, dots, dashes or underscores.")
        @NotBlank(message = "Choose a username.")
        String newUsername,

        @NotBlank(message = "Enter your email.")
        @Email(message = "Enter an email like name@example.com.")
        @Size(max = 100, message = "Use at most 100 characters.")
        String email,

        @NotBlank(message = "Choose a password.") String newPassword,

        @Pattern(regexp = "[A-Za-z0-9]{6}|", message = "An account number has 6 letters or digits.") @Nullable
        String shipperNumber) {

    @Nullable
    String shipperNumberOrNone() {
        return shipperNumber == null || shipperNumber.isEmpty() ? null : shipperNumber;
    }

    @Override
    public String toString() {
        return "SignUpForm[" + newUsername + "]";
    }
}
