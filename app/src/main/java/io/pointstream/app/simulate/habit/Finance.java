package io.pointstream.app.simulate.habit;

import io.pointstream.app.simulate.world.Account;
import io.pointstream.app.simulate.world.Day;
import io.pointstream.app.simulate.world.Dice;
import io.pointstream.schemas.activity.FinanceLoanRepaid;
import io.pointstream.schemas.activity.FinancePremiumPaid;
import io.pointstream.schemas.activity.FinanceStatement;
import io.pointstream.schemas.activity.StatementProduct;

/** Has savings and perhaps a loan: a statement and an instalment a month, a premium now and then. */
public final class Finance implements Habit {
    private static final double PREMIUM_CHANCE = 0.003;

    private final int statementDay;
    private final int loanDay;
    private final boolean hasWealth;
    private final boolean hasLoan;
    private final double balanceYuan;
    private final double wealthYuan;
    private final double instalmentYuan;

    public Finance(Dice dice) {
        statementDay = dice.between(1, 28);
        loanDay = dice.between(1, 28);
        hasWealth = dice.chance(0.35);
        hasLoan = dice.chance(0.2);
        balanceYuan = dice.logNormal(8_000, 1.2);
        wealthYuan = dice.logNormal(60_000, 1.1);
        instalmentYuan = dice.logNormal(3_000, 0.6);
    }

    @Override
    public void live(Account self, Day day) {
        Dice dice = self.dice();
        int dayOfMonth = day.date().getDayOfMonth();
        if (dayOfMonth == statementDay) {
            statement(self, day, StatementProduct.BALANCE, balanceYuan);
            if (hasWealth) {
                statement(self, day, StatementProduct.WEALTH_STEADY, wealthYuan);
            }
        }
        if (hasLoan && dayOfMonth == loanDay) {
            day.record(
                    self,
                    self.moment(day.date()),
                    new FinanceLoanRepaid("loan-" + self.id(), fen(instalmentYuan), dice.chance(0.96)));
        }
        if (dice.chance(PREMIUM_CHANCE)) {
            day.record(
                    self,
                    self.moment(day.date()),
                    new FinancePremiumPaid(
                            self.newId("policy"), fen(dice.logNormal(2_000, 0.8)), (long) dice.between(30, 400)));
        }
    }

    private static void statement(Account self, Day day, StatementProduct product, double yuan) {
        Dice dice = self.dice();
        day.record(
                self, self.moment(day.date()), new FinanceStatement(product, fen(yuan * dice.between(0.8, 1.2)), (long)
                        dice.between(2, 60)));
    }

    private static long fen(double yuan) {
        return Math.max(1, StrictMath.round(yuan * 100));
    }
}
