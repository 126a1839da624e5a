package io.pointstream.dashboards.desk;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Why somebody decides as they do: templates to choose from; what they do not say stands in the note. */
public enum Grounds {
    NO_PERSON_DOES_THIS(Verdict.CONFIRM),
    SAME_HANDS(Verdict.CONFIRM),
    KNOWN_FARM(Verdict.CONFIRM),
    HEAVY_USER(Verdict.CLEAR),
    FAMILY_OR_SHOP(Verdict.CLEAR),
    COMMON_EVENT(Verdict.CLEAR),
    FAULTY_DATA(Verdict.CLEAR),
    UNCLEAR(Verdict.ESCALATE),
    NEEDS_MORE_DATA(Verdict.ESCALATE),
    APPEAL(Verdict.REINSTATE),
    MISTAKE(Verdict.REINSTATE),
    /** Only with a note. */
    OTHER(Verdict.values());

    @SuppressWarnings("ImmutableEnumChecker") // never changed
    private final Set<Verdict> verdicts;

    Grounds(Verdict... verdicts) {
        this.verdicts = EnumSet.copyOf(List.of(verdicts));
    }

    /** Those that speak for a verdict. */
    public static List<Grounds> of(Verdict verdict) {
        return Arrays.stream(values())
                .filter(grounds -> grounds.verdicts.contains(verdict))
                .toList();
    }
}
