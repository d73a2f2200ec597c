package com.deliveryhistory.systemtests.observability;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What a PromQL expression asks for. No more of the grammar is known than tells metrics from functions and labels; whether
 * an expression is right is for {@code promtool} to say.
 *
 * @param groupedBy the labels that it groups or joins by
 */
record PromQl(List<Selector> selectors, Set<String> groupedBy) {

    private static final Pattern TOKEN = Pattern.compile(
            "\"(?:[^\"\\\\]|\\\\.)*\"|#.*|[0-9][0-9.a-z]*|[a-zA-Z_:][a-zA-Z0-9_:]*|=~|!~|!=|==|>=|<=|\\S");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:].*");
    private static final Set<String> GROUPINGS = Set.of("by", "without", "on", "ignoring", "group_left", "group_right");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "offset", "atan2");
    private static final Set<String> AGGREGATIONS =
            Set.of("sum", "min", "max", "avg", "count", "group", "topk", "bottomk", "quantile", "stddev", "stdvar");

    /** A metric with what its labels have to be. */
    record Selector(String metric, List<Matcher> matchers) {}

    /** A condition on a label, e.g. {@code status=~"4..|5.."}. */
    record Matcher(String label, String operator, String value) {

        /** The values that it names; those that are patterns are left out. */
        List<String> plainValues() {
            List<String> values = operator.endsWith("~") ? List.of(value.split("\\|")) : List.of(value);
            return values.stream().filter(each -> each.matches("[\\w/-]+")).toList();
        }
    }

    static PromQl parse(String expression) {
        List<String> tokens = TOKEN.matcher(expression)
                .results()
                .map(MatchResult::group)
                .filter(token -> !token.startsWith("#"))
                .toList();
        List<Selector> selectors = new ArrayList<>();
        Set<String> groupedBy = new HashSet<>();
        int at = 0;
        while (at < tokens.size()) {
            String token = tokens.get(at);
            String next = at + 1 < tokens.size() ? tokens.get(at + 1) : "";
            if (token.equals("[")) {
                at = tokens.subList(at, tokens.size()).indexOf("]") + at;
            } else if (GROUPINGS.contains(token)) {
                int end = tokens.subList(at, tokens.size()).indexOf(")") + at;
                tokens.subList(at + 2, end).stream().filter(PromQl::isName).forEach(groupedBy::add);
                at = end;
            } else if (isName(token) && !isKnownWord(token) && !next.equals("(")) {
                int end = next.equals("{") ? tokens.subList(at, tokens.size()).indexOf("}") + at : at;
                selectors.add(new Selector(token, matchers(tokens.subList(at + 1, end + 1))));
                at = end;
            }
            at++;
        }
        return new PromQl(selectors, groupedBy);
    }

    /** Reads {@code { label op "value" , ... }}. */
    private static List<Matcher> matchers(List<String> tokens) {
        List<Matcher> matchers = new ArrayList<>();
        for (int i = 1; i + 2 < tokens.size(); i += 4) {
            String quoted = tokens.get(i + 2);
            matchers.add(new Matcher(tokens.get(i), tokens.get(i + 1), quoted.substring(1, quoted.length() - 1)));
        }
        return matchers;
    }

    private static boolean isName(String token) {
        return NAME.matcher(token).matches();
    }

    private static boolean isKnownWord(String token) {
        return WORDS.contains(token) || AGGREGATIONS.contains(token);
    }
}
