import APIMachinery
import JSON

/// What is asked of a container while it runs, and what it does at its ends.
enum ProbeValidation {
    static func container(
        _ container: JSON, _ scope: PodScope, _ path: FieldPath
    ) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        for key in ["postStart", "preStop"] {
            guard let action = container["lifecycle"]?[key] else { continue }
            mistakes += handler(action, scope, path["lifecycle"][key])
        }
        if let stopSignal = container["lifecycle"]?["stopSignal"]?.string {
            mistakes += SystemValidation.stopSignal(
                stopSignal, scope.spec, path["lifecycle"]["stopSignal"])
        }
        for key in ["livenessProbe", "readinessProbe", "startupProbe"] {
            guard let probe = container[key] else { continue }
            mistakes += handler(probe, scope, path[key])
            mistakes += NumberChecks.nonNegative(
                probe,
                [
                    "initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold",
                    "failureThreshold",
                ], path[key])
            mistakes += specific(key, probe, path[key])
        }
        return mistakes
    }

    private static func specific(
        _ key: String, _ probe: JSON, _ path: FieldPath
    ) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        let grace = probe["terminationGracePeriodSeconds"]?.int
        let field = path["terminationGracePeriodSeconds"]
        if let grace, grace <= 0 {
            mistakes.append(.invalid(field, .int(grace), "must be greater than 0"))
        }
        if key == "readinessProbe" {
            if let grace {
                let why = "must not be set for readinessProbes"
                mistakes.append(.invalid(field, .int(grace), why))
            }
        } else if probe.number("successThreshold") != 1 {
            let count = probe.number("successThreshold")
            mistakes.append(.invalid(path["successThreshold"], .int(count), "must be 1"))
        }
        return mistakes
    }

    private static func handler(
        _ handler: JSON, _ scope: PodScope, _ path: FieldPath
    ) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        var count = 0
        for key in ["exec", "httpGet", "tcpSocket", "grpc", "sleep"] {
            guard let action = handler[key] else { continue }
            count += 1
            if count > 1 {
                let why = "may not specify more than 1 handler type"
                mistakes.append(.forbidden(path[key], why))
            } else {
                mistakes += self.action(key, action, scope, path[key])
            }
        }
        if count == 0 { mistakes.append(.required(path, "must specify a handler type")) }
        return mistakes
    }

    private static func action(
        _ key: String, _ action: JSON, _ scope: PodScope, _ path: FieldPath
    ) -> [InvalidField] {
        switch key {
        case "exec": return action.list("command").isEmpty ? [.required(path["command"])] : []
        case "httpGet":
            var mistakes = NameChecks.present(action.text("path"), path["path"])
            mistakes += NumberChecks.portOrName(action["port"], path["port"])
            mistakes += NameChecks.optionalChoice(
                action.text("scheme"), ["HTTP", "HTTPS"], path["scheme"])
            for header in action.list("httpHeaders") {
                let name = header.text("name")
                mistakes += NameRules.isHTTPHeaderName(name).map {
                    .invalid(path["httpHeaders"], .string(name), $0)
                }
            }
            return mistakes
        case "sleep":
            let seconds = action.number("seconds")
            guard let grace = scope.gracePeriod, seconds < 0 || seconds > grace else { return [] }
            let why =
                "must be non-negative and less than terminationGracePeriodSeconds (\(grace))"
            return [.invalid(path, .int(seconds), why)]
        default: return NumberChecks.portOrName(action["port"], path["port"])
        }
    }
}
