import ai.timefold.solver.core.api.domain.entity.PlanningEntity;
import ai.timefold.solver.core.api.domain.lookup.PlanningId;
import ai.timefold.solver.core.api.domain.solution.PlanningEntityCollectionProperty;
import ai.timefold.solver.core.api.domain.solution.PlanningScore;
import ai.timefold.solver.core.api.domain.solution.PlanningSolution;
import ai.timefold.solver.core.api.domain.solution.ProblemFactCollectionProperty;
import ai.timefold.solver.core.api.domain.valuerange.ValueRangeProvider;
import ai.timefold.solver.core.api.domain.variable.PlanningVariable;
import ai.timefold.solver.core.api.score.buildin.hardsoftlong.HardSoftLongScore;
import ai.timefold.solver.core.api.score.stream.Constraint;
import ai.timefold.solver.core.api.score.stream.ConstraintCollectors;
import ai.timefold.solver.core.api.score.stream.ConstraintFactory;
import ai.timefold.solver.core.api.score.stream.ConstraintProvider;
import ai.timefold.solver.core.api.score.stream.Joiners;
import ai.timefold.solver.core.api.solver.SolverFactory;
import ai.timefold.solver.core.config.solver.SolverConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One planning entity a shift; its values are the people who may take it, or nobody.
 *
 * <p>Arguments: INSTANCE MILLISECONDS SEED PLAN. The plan has one line "worker shift" for each filled shift.
 */
public final class LendingShifts {

  public static final class Person {
    @PlanningId public final int number;
    public final long cap;

    Person(int number, long cap) {
      this.number = number;
      this.cap = cap;
    }
  }

  @PlanningEntity
  public static final class Duty {
    @PlanningId public int number;
    public long start;
    public long rested;
    public long worked;
    public long penalty;
    public Map<Person, Long> costs = new HashMap<>();
    @ValueRangeProvider public List<Person> able = new ArrayList<>();

    @PlanningVariable(allowsUnassigned = true)
    public Person person;

    public Person getPerson() {
      return person;
    }

    public long getStart() {
      return start;
    }

    public long getRested() {
      return rested;
    }

    public long getWorked() {
      return worked;
    }

    long cost() {
      return costs.get(person);
    }
  }

  @PlanningSolution
  public static final class Roster {
    @ProblemFactCollectionProperty public List<Person> people = new ArrayList<>();
    @PlanningEntityCollectionProperty public List<Duty> duties = new ArrayList<>();
    @PlanningScore public HardSoftLongScore score;
  }

  public static final class Rules implements ConstraintProvider {
    @Override
    public Constraint[] defineConstraints(ConstraintFactory factory) {
      return new Constraint[] {
        factory
            .forEachUniquePair(
                Duty.class,
                Joiners.equal(Duty::getPerson),
                Joiners.overlapping(Duty::getStart, Duty::getRested))
            .penalizeLong(HardSoftLongScore.ONE_HARD, (one, other) -> 1L)
            .asConstraint("rest"),
        factory
            .forEach(Duty.class)
            .groupBy(Duty::getPerson, ConstraintCollectors.sumLong(Duty::getWorked))
            .filter((person, worked) -> worked > person.cap)
            .penalizeLong(HardSoftLongScore.ONE_HARD, (person, worked) -> worked - person.cap)
            .asConstraint("hours"),
        factory
            .forEachIncludingUnassigned(Duty.class)
            .filter(duty -> duty.person == null)
            .penalizeLong(HardSoftLongScore.ONE_SOFT, duty -> duty.penalty)
            .asConstraint("empty seat"),
        factory
            .forEach(Duty.class)
            .penalizeLong(HardSoftLongScore.ONE_SOFT, Duty::cost)
            .asConstraint("cost"),
      };
    }
  }

  static Roster read(Path file) throws IOException {
    Roster roster = new Roster();
    long rest = 0;
    long penalty = 0;
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] words = line.split(" ");
        switch (words[0]) {
          case "H" -> {
            rest = Long.parseLong(words[2]);
            penalty = Long.parseLong(words[4]);
            for (int number = 0; number < Integer.parseInt(words[1]); number++) {
              roster.people.add(new Person(number, Long.parseLong(words[3])));
            }
          }
          case "S" -> {
            Duty duty = new Duty();
            duty.number = roster.duties.size();
            duty.start = Long.parseLong(words[1]);
            duty.rested = Long.parseLong(words[2]) + rest;
            duty.worked = Long.parseLong(words[3]);
            duty.penalty = penalty;
            roster.duties.add(duty);
          }
          default -> {
            Duty duty = roster.duties.get(Integer.parseInt(words[1]));
            Person person = roster.people.get(Integer.parseInt(words[2]));
            duty.able.add(person);
            duty.costs.put(person, Long.parseLong(words[3]));
          }
        }
      }
    }
    // A planning variable needs at least one value; these stay empty in any plan.
    roster.duties.removeIf(duty -> duty.able.isEmpty());
    return roster;
  }

  public static void main(String[] arguments) throws IOException {
    SolverConfig config =
        new SolverConfig()
            .withSolutionClass(Roster.class)
            .withEntityClasses(Duty.class)
            .withConstraintProviderClass(Rules.class)
            .withTerminationSpentLimit(Duration.ofMillis(Long.parseLong(arguments[1])))
            .withRandomSeed(Long.parseLong(arguments[2]));
    Roster best = SolverFactory.<Roster>create(config).buildSolver().solve(read(Path.of(arguments[0])));
    List<String> plan = new ArrayList<>();
    for (Duty duty : best.duties) {
      if (duty.person != null) {
        plan.add(duty.person.number + " " + duty.number);
      }
    }
    Files.write(Path.of(arguments[3]), plan);
  }
}
