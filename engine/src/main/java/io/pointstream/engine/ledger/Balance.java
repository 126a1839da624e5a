package io.pointstream.engine.ledger;

/**
 * Points of one account.
 *
 * @param available free lots less the debt; negative while there is a debt
 * @param held awarded but withheld
 * @param frozen reserved for redemptions
 * @param debt owed to the program
 */
public record Balance(long available, long held, long frozen, long debt) {

    public static final Balance ZERO = new Balance(0, 0, 0, 0);
}
