-- An open case for every account that was awarded something, one in fifty of them a ring of twelve, with signals that name
-- devices, merchants and each other. Evidence is the accounts' own events.
INSERT INTO flags (case_id, account_id, members, raised_at, updated_at, score, level, status,
                   reasons.code, reasons.strength, reasons.contribution, reasons.reason, reasons.numbers, reasons.counterparts,
                   reasons.event_ids, topic, partition, offset)
SELECT concat('open-', account_id), account_id,
       if(account % 50 = 7, arrayMap(i -> concat('u', leftPad(toString((account + i * 37) % :accounts), 8, '0')), range(12)), []),
       max(occurred_at) - toIntervalHour(account % 900), max(occurred_at), 60 + account % 41, if(account % 41 >= 20, 'HOLD', 'REVIEW'), 'OPEN',
       codes, arrayMap(c -> 0.9, codes), arrayMap(c -> toFloat64(30 + account % 20), codes),
       arrayMap(c -> concat(lower(c), ' as seen in ', toString(count()), ' events'), codes),
       arrayMap(c -> map('events', toFloat64(count())), codes), arrayMap(c -> emptyArrayString(), codes),
       arrayMap(c -> arraySlice(groupArray(event_id), 1, 20), codes),
       'farming.flags', account % 4, 1000000000 + account
FROM (SELECT account_id, occurred_at, event_id, toUInt64(substring(account_id, 2)) AS account,
             [['VELOCITY', 'CAP_HUGGING', 'CLOCKWORK', 'SPLIT_PAYMENTS', 'REFUND_CHURN', 'SHARED_DEVICE', 'LOCKSTEP'][1 + account % 7],
              'REDEMPTION_RUSH'] AS codes
      FROM decisions WHERE outcome = 'AWARDED')
GROUP BY account, account_id, codes;

INSERT INTO signals (account_id, signal_id, code, strength, detected_at, from_time, to_time, reason, numbers, counterparts, event_ids,
                     topic, partition, offset)
SELECT account_id, concat('open-', account_id), reasons.code[1], 0.9, updated_at, raised_at, updated_at, reasons.reason[1], reasons.numbers[1],
       [concat('device-', toString(partition)), concat('u', leftPad(toString(offset % :accounts), 8, '0'))], reasons.event_ids[1],
       'farming.signals', partition, offset
FROM flags WHERE startsWith(case_id, 'open-');
