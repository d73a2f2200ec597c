package com.deliveryhistory.optin;

import com.deliveryhistory.optin.Browser.Page;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * An address that a controller answers.
 *
 * @param pattern the path, with names in braces
 * @param parameters what it takes from the query or a form, by name
 */
record Route(String method, String pattern, Set<String> parameters) {

    private static final Pattern VARIABLE = Pattern.compile("\\{\\*?([^}]+)}");

    /** All that is mapped: a new controller cannot be forgotten. */
    static List<Route> of(RequestMappingHandlerMapping mapping) {
        List<Route> routes = new ArrayList<>();
        mapping.getHandlerMethods()
                .forEach((info, handler) -> methods(info)
                        .forEach(method -> info.getPatternValues()
                                .forEach(pattern -> routes.add(new Route(method, pattern, parameters(handler))))));
        // what Spring Security answers before any controller
        routes.add(new Route("POST", "/sign-in", Set.of("username", "password")));
        routes.add(new Route("POST", "/sign-out", Set.of()));
        return routes.stream()
                .sorted(Comparator.comparing(Route::pattern).thenComparing(Route::method))
                .distinct()
                .toList();
    }

    /** The path with values in place of the names. */
    String path(UnaryOperator<String> values) {
        return VARIABLE.matcher(pattern).replaceAll(match -> Matcher.quoteReplacement(values.apply(match.group(1))));
    }

    /**
     * Asks for it with this value for each of the parameters, as a page of ours would; the answer as it is, even if it is
     * a redirect.
     */
    Page ask(Browser browser, UnaryOperator<String> variables, Set<String> names, String value) {
        return ask(browser, variables, names, value, isRead());
    }

    /** The same with the parameters in the query, or in a form. */
    Page ask(Browser browser, UnaryOperator<String> variables, Set<String> names, String value, boolean inQuery) {
        String path = path(variables);
        String query = names.stream()
                .map(name -> Browser.encode(name) + "=" + Browser.encode(value))
                .collect(Collectors.joining("&"));
        if (isRead()) {
            return browser.getOnly(query.isEmpty() ? path : path + "?" + query);
        }
        String token = browser.get("/").document().select("input[name=_csrf]").attr("value");
        String proof = "_csrf=" + Browser.encode(token);
        return inQuery
                ? browser.postOnly(path + "?" + query, proof)
                : browser.postOnly(path, query.isEmpty() ? proof : query + "&" + proof);
    }

    boolean isRead() {
        return method.equals("GET");
    }

    @Override
    public String toString() {
        return method + " " + pattern;
    }

    private static Stream<String> methods(RequestMappingInfo info) {
        Set<RequestMethod> methods = info.getMethodsCondition().getMethods();
        return methods.isEmpty() ? Stream.of("GET", "POST") : methods.stream().map(RequestMethod::name);
    }

    private static Set<String> parameters(HandlerMethod handler) {
        Set<String> names = new LinkedHashSet<>();
        for (MethodParameter parameter : handler.getMethodParameters()) {
            parameter.initParameterNameDiscovery(new org.springframework.core.DefaultParameterNameDiscoverer());
            String own = Optional.ofNullable(parameter.getParameterName()).orElse("");
            RequestParam asked = parameter.getParameterAnnotation(RequestParam.class);
            RequestPart part = parameter.getParameterAnnotation(RequestPart.class);
            if (asked != null) {
                names.add(asked.name().isEmpty() ? own : asked.name());
            } else if (part != null) {
                names.add(part.name().isEmpty() ? own : part.name());
            } else if (parameter.getParameterType().isRecord()) {
                Arrays.stream(parameter.getParameterType().getRecordComponents())
                        .forEach(component -> names.add(component.getName()));
            }
        }
        names.remove("");
        return names;
    }
}
