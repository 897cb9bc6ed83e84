package io.github.luffyrl.rewards.internal.math.evaluate;

import io.github.luffyrl.rewards.internal.math.Function;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Functions of balls. */
final class NumericFunctions {

    private static final double NEARLY_WHOLE = 1e-9;
    private static final double[] LANCZOS = {
        0.9999999999998099,
        676.5203681218851,
        -1259.1392167224028,
        771.3234287776531,
        -176.6150291621406,
        12.507343278686905,
        -0.13857109526572012,
        9.984369578019572e-6,
        1.5056327351493116e-7
    };
    private static final Ball HALF = Ball.exact(0.5);
    private static final Ball HALF_PI = Ball.rounded(Math.PI / 2);

    private NumericFunctions() {}

    /** The value; null when the arguments are not of the kind the function is defined for. */
    static @Nullable Ball apply(Function function, List<Ball> arguments) {
        Ball z = arguments.get(0);
        return switch (function) {
            case SIN -> z.sin();
            case COS -> z.cos();
            case TAN -> z.sin().dividedBy(z.cos());
            case COT -> z.cos().dividedBy(z.sin());
            case SEC -> z.cos().reciprocal();
            case CSC -> z.sin().reciprocal();
            case ARCSIN -> arcsin(z);
            case ARCCOS -> HALF_PI.minus(arcsin(z));
            case ARCTAN -> arctan(z);
            case ARCCOT -> HALF_PI.minus(arctan(z));
            case ARCSEC -> HALF_PI.minus(arcsin(z.reciprocal()));
            case ARCCSC -> arcsin(z.reciprocal());
            case SINH -> z.exp().minus(z.negate().exp()).times(HALF);
            case COSH -> z.exp().plus(z.negate().exp()).times(HALF);
            case TANH -> tanh(z);
            case COTH -> tanh(z).reciprocal();
            case ARSINH -> z.plus(z.times(z).plus(Ball.ONE).sqrt()).log();
            case ARCOSH -> z.plus(z.plus(Ball.ONE).sqrt().times(z.minus(Ball.ONE).sqrt())).log();
            case ARTANH -> Ball.ONE.plus(z).log().minus(Ball.ONE.minus(z).log()).times(HALF);
            case EXP -> z.exp();
            case LOG -> arguments.size() == 1 ? z.log() : z.log().dividedBy(arguments.get(1).log());
            case ROOT -> root(z, arguments.get(1));
            case ABS -> z.absolute();
            case FLOOR, CEIL -> rounded(function, z);
            case MAX, MIN -> extreme(function, arguments);
            case FACTORIAL -> factorial(z);
            case BINOMIAL -> binomial(z, arguments.get(1));
            case GCD, LCM, MOD -> null;
        };
    }

    private static Ball arcsin(Ball z) {
        Ball root = Ball.ONE.minus(z.times(z)).sqrt();
        return Ball.I.times(z).plus(root).log().times(Ball.I).negate();
    }

    private static Ball arctan(Ball z) {
        Ball iz = Ball.I.times(z);
        Ball difference = Ball.ONE.minus(iz).log().minus(Ball.ONE.plus(iz).log());
        return difference.times(Ball.I).times(HALF);
    }

    private static Ball tanh(Ball z) {
        Ball grown = z.plus(z).exp();
        return grown.minus(Ball.ONE).dividedBy(grown.plus(Ball.ONE));
    }

    /** Odd roots of negative numbers are the real ones. */
    private static Ball root(Ball z, Ball index) {
        boolean odd = index.im() == 0 && index.radius() == 0 && Math.abs(index.re()) % 2 == 1;
        if (odd && z.im() == 0 && z.re() < 0) {
            return z.negate().power(index.reciprocal()).negate();
        }
        boolean square = index.equals(Ball.exact(2));
        return square ? z.sqrt() : z.power(index.reciprocal());
    }

    private static @Nullable Ball rounded(Function function, Ball z) {
        if (!z.isKnown()) {
            return z;
        }
        if (!z.mayBeReal()) {
            return null;
        }
        if (isNearlyWhole(z)) {
            return z.radius() <= NEARLY_WHOLE ? Ball.exact(Math.rint(z.re())) : Ball.UNKNOWN;
        }
        return Ball.exact(function == Function.FLOOR ? Math.floor(z.re()) : Math.ceil(z.re()));
    }

    static boolean isNearlyWhole(Ball z) {
        return Math.abs(z.re() - Math.rint(z.re())) <= z.radius() + NEARLY_WHOLE;
    }

    private static @Nullable Ball extreme(Function function, List<Ball> arguments) {
        Ball best = arguments.get(0);
        for (Ball argument : arguments) {
            if (!argument.mayBeReal()) {
                return arguments.size() == 1 ? best : symmetric(function, arguments);
            }
            boolean larger = argument.re() > best.re();
            if (larger == (function == Function.MAX)) {
                best = argument;
            }
        }
        return best;
    }

    /** Something that does not depend on the order of the arguments. */
    private static Ball symmetric(Function function, List<Ball> arguments) {
        Ball total = Ball.ZERO;
        for (Ball argument : arguments) {
            Ball signed = function == Function.MAX ? argument : argument.negate();
            total = total.plus(signed.exp()).plus(argument.times(argument));
        }
        return total;
    }

    /** Lanczos' approximation, which is good to 15 digits right of 1/2. */
    private static Ball gamma(Ball z) {
        if (!z.isKnown() || z.size() > 20) {
            return Ball.UNKNOWN;
        }
        if (z.re() < 0.5) {
            return gamma(z.plus(Ball.ONE)).dividedBy(z);
        }
        Ball shifted = z.minus(Ball.ONE);
        Ball series = Ball.exact(LANCZOS[0]);
        for (int i = 1; i < LANCZOS.length; i++) {
            Ball term = shifted.plus(Ball.exact((double) i)).reciprocal();
            series = series.plus(term.times(Ball.exact(LANCZOS[i])));
        }
        Ball t = shifted.plus(Ball.exact(7.5));
        Ball value =
                t.power(shifted.plus(HALF))
                        .times(t.negate().exp())
                        .times(series)
                        .times(Ball.rounded(Math.sqrt(2 * Math.PI)));
        return new Ball(value.re(), value.im(), value.radius() + 1e-13 * value.size());
    }

    private static @Nullable Ball binomial(Ball n, Ball k) {
        boolean small = k.im() == 0 && k.radius() == 0 && k.re() == Math.rint(k.re());
        if (small && k.re() >= 0 && k.re() <= 30) {
            Ball product = Ball.ONE;
            for (int i = 0; i < k.re(); i++) {
                Ball factor = n.minus(Ball.exact((double) i));
                product = product.times(factor).dividedBy(Ball.exact(i + 1.0));
            }
            return product;
        }
        Ball above = factorial(n);
        Ball left = factorial(k);
        Ball right = factorial(n.minus(k));
        return above == null || left == null || right == null
                ? null
                : above.dividedBy(left.times(right));
    }

    private static @Nullable Ball factorial(Ball z) {
        double n = Math.rint(z.re());
        boolean whole = z.mayBeReal() && n >= 0 && n <= 170 && Math.abs(z.re() - n) <= NEARLY_WHOLE;
        if (!whole) {
            return gamma(z.plus(Ball.ONE));
        }
        double product = 1;
        for (int k = 2; k <= n; k++) {
            product *= k;
        }
        return new Ball(product, 0, product * n * 0x1p-52);
    }
}
