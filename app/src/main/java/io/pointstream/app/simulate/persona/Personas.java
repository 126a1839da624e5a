package io.pointstream.app.simulate.persona;

import java.util.List;

/** All personas. Honest ones with how common they are among honest groups; farmers in equal shares of accounts. */
public final class Personas {
    /**
     * An honest persona and how common it is.
     *
     * @param weight relative frequency among groups (not accounts)
     */
    public record Honest(Persona persona, double weight) {}

    public static final List<Honest> HONEST = List.of(
            new Honest(new Everyday(), 70),
            new Honest(new Family(), 10),
            new Honest(new OfficeWorkers(), 0.25),
            new Honest(new HeavyReader(), 4),
            new Honest(new Gamer(), 5),
            new Honest(new LiveFan(), 3),
            new Honest(new BigSpender(), 2));

    public static final List<Persona> FARMERS = List.of(new VelocityFarmer(), new CapHugger(), new DeviceFarm());

    private Personas() {}
}
