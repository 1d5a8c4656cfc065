import APIMachinery
import JSON
import ResourceModel

/// The mistakes of a pod's spec, in pods and templates.
enum PodSpecValidation {
    static func validate(_ scope: PodScope, _ path: FieldPath) -> [InvalidField] {
        let spec = scope.spec
        var mistakes: [InvalidField] = []
        if !spec.has("terminationGracePeriodSeconds") {
            mistakes.append(.required(path["terminationGracePeriodSeconds"]))
        }
        mistakes += VolumeValidation.validate(scope, path["volumes"])
        mistakes += ClaimValidation.validate(spec, path["resourceClaims"])
        mistakes += ContainerValidation.containers(scope, path["containers"])
        mistakes += ContainerValidation.initContainers(scope, path["initContainers"])
        mistakes += ContainerValidation.ephemeralContainers(scope, path["ephemeralContainers"])
        mistakes += ResourceValidation.pod(scope, path["resources"])
        mistakes += hostPorts(scope, path)
        mistakes += NameChecks.choice(
            spec.text("restartPolicy"), ["Always", "OnFailure", "Never"], path["restartPolicy"])
        mistakes += NameChecks.choice(
            spec.text("dnsPolicy"), ["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"],
            path["dnsPolicy"])
        mistakes += MetadataValidation.validateLabels(spec["nodeSelector"], path["nodeSelector"])
        mistakes += SecurityValidation.pod(scope, path["securityContext"])
        mistakes += AffinityValidation.validate(spec["affinity"], path["affinity"])
        mistakes += DNSValidation.validate(spec, path["dnsConfig"])
        mistakes += gates(spec, path)
        mistakes += SpreadValidation.validate(
            spec.list("topologySpreadConstraints"), path["topologySpreadConstraints"])
        mistakes += hostUsers(scope, path)
        mistakes += names(spec, path)
        mistakes += TolerationValidation.validate(spec.list("tolerations"), path["tolerations"])
        mistakes += DNSValidation.aliases(spec.list("hostAliases"), path["hostAliases"])
        mistakes += NameChecks.optionalChoice(
            spec.text("preemptionPolicy"), ["PreemptLowerPriority", "Never"],
            path["preemptionPolicy"])
        mistakes += ResourceValidation.overhead(spec["overhead"], path["overhead"])
        return mistakes + SystemValidation.validate(spec, path)
    }

    /// On the node's network, a port of the container is that of the node.
    private static func hostPorts(_ scope: PodScope, _ path: FieldPath) -> [InvalidField] {
        guard scope.spec.isTrue("hostNetwork") else { return [] }
        var mistakes: [InvalidField] = []
        for (index, container) in scope.spec.list("containers").enumerated() {
            for (place, port) in container.list("ports").enumerated() {
                let hostPort = port.number("hostPort")
                if scope.isPod || hostPort != 0, hostPort != port.number("containerPort") {
                    let field = path["containers"][index]["ports"][place]["hostPort"]
                    let why = "must match `containerPort` when `hostNetwork` is true"
                    mistakes.append(.invalid(field, .int(hostPort), why))
                }
            }
        }
        return mistakes
    }

    private static func gates(_ spec: JSON, _ path: FieldPath) -> [InvalidField] {
        var mistakes = spec.list("readinessGates").enumerated().flatMap { index, gate in
            NameChecks.qualified(
                gate.text("conditionType"), path["readinessGates"][index]["conditionType"])
        }
        var seen: Set<String> = []
        for (index, gate) in spec.list("schedulingGates").enumerated() {
            let name = gate.text("name")
            mistakes += NameChecks.qualified(name, path["schedulingGates"][index])
            if !seen.insert(name).inserted {
                mistakes.append(.duplicate(path["schedulingGates"][index], .string(name)))
            }
        }
        return mistakes
    }

    /// Users of their own exclude the node's other namespaces.
    private static func hostUsers(_ scope: PodScope, _ path: FieldPath) -> [InvalidField] {
        if scope.sharesHostUsers { return [] }
        let fields = [
            ("hostNetwork", "hostNetwork"), ("hostPID", "HostPID"), ("hostIPC", "HostIPC"),
        ]
        return fields.filter { scope.spec.isTrue($0.0) }.map {
            .forbidden(path[$0.1], "when `hostUsers` is false")
        }
    }

    private static func names(_ spec: JSON, _ path: FieldPath) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        for key in ["serviceAccountName", "nodeName", "priorityClassName"] {
            mistakes += NameChecks.optionalSubdomain(spec.text(key), path[key])
        }
        if let name = spec["runtimeClassName"]?.string {
            mistakes += NameChecks.subdomain(name, path["runtimeClassName"])
        }
        for key in ["hostname", "subdomain"] where !spec.text(key).isEmpty {
            mistakes += NameChecks.label(spec.text(key), path[key])
        }
        if let seconds = spec["activeDeadlineSeconds"]?.int {
            mistakes += NameRules.isInRange(seconds, 1, Int(Int32.max)).map {
                .invalid(path["activeDeadlineSeconds"], .int(seconds), $0)
            }
        }
        return mistakes
    }
}
