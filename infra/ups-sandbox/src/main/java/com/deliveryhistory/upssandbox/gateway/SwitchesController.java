package com.deliveryhistory.upssandbox.gateway;

import jakarta.validation.Valid;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The sandbox's own interface: switch faults on and off, read what was called. */
@RestController
@RequestMapping("/sandbox")
class SwitchesController {

    private final Faults faults;
    private final Ledger ledger;

    SwitchesController(Faults faults, Ledger ledger) {
        this.faults = faults;
        this.ledger = ledger;
    }

    @PostMapping("/faults")
    @ResponseStatus(HttpStatus.CREATED)
    List<Fault> switchOn(@Valid @RequestBody Fault fault) {
        faults.switchOn(fault);
        return faults.left();
    }

    @GetMapping("/faults")
    List<Fault> faults() {
        return faults.left();
    }

    @DeleteMapping("/faults")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void switchOff() {
        faults.clear();
    }

    @GetMapping("/ledger")
    List<LedgerEntry> ledger(
            @RequestParam(required = false) @Nullable String path,
            @RequestParam(required = false) @Nullable String user,
            @RequestParam(defaultValue = "0") long after,
            @RequestParam(defaultValue = "10000") int limit) {
        return ledger.read(path, user, after, limit);
    }

    @DeleteMapping("/ledger")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void forgetLedger() {
        ledger.clear();
    }
}
