import APIMachinery
import JSON
import Testing

@Suite struct PodValidationTests {
    @Test(arguments: [
        (#""livenessProbe":{}"#, "livenessProbe: Required value: must specify a handler type"),
        (
            #""livenessProbe":{"exec":{"command":["a"]},"tcpSocket":{"port":1}}"#,
            "livenessProbe.tcpSocket: Forbidden: may not specify more than 1 handler type"
        ),
        (
            #""startupProbe":{"tcpSocket":{"port":1},"successThreshold":2}"#,
            "startupProbe.successThreshold: Invalid value: 2: must be 1"
        ),
        (
            #""livenessProbe":{"tcpSocket":{"port":70000}}"#,
            "livenessProbe.tcpSocket.port: Invalid value: 70000: "
                + "must be between 1 and 65535, inclusive"
        ),
        (
            #""lifecycle":{"preStop":{"sleep":{"seconds":99}}}"#,
            "lifecycle.preStop.sleep: Invalid value: 99: must be non-negative and less than "
                + "terminationGracePeriodSeconds (30)"
        ),
        (
            #""ports":[{"containerPort":0}]"#, "ports[0].containerPort: Required value"
        ),
        (
            #""ports":[{"containerPort":1,"protocol":"X"}]"#,
            #"ports[0].protocol: Unsupported value: "X": supported values: "SCTP", "TCP", "UDP""#
        ),
        (
            #""env":[{"name":"A=B"}]"#,
            #"env[0].name: Invalid value: "A=B": a valid environment variable name must consist "#
                + "only of printable ASCII characters other than '='"
        ),
        (
            #""env":[{"name":"A","valueFrom":{"fieldRef":{"fieldPath":"spec.x"}}}]"#,
            #"env[0].valueFrom.fieldRef.fieldPath: Invalid value: "spec.x": "#
                + "error converting fieldPath: field label not supported: spec.x"
        ),
        (
            #""env":[{"name":"A","valueFrom":{"resourceFieldRef":{"resource":"limits.cpu","#
                + #""divisor":"2"}}}]"#,
            #"env[0].valueFrom.resourceFieldRef.divisor: Invalid value: "limits.cpu": "#
                + "only divisor's values 1m and 1 are supported with the cpu resource"
        ),
        (
            #""volumeMounts":[{"name":"v","mountPath":"/v"}]"#,
            #"volumeMounts[0].name: Not found: "v""#
        ),
        (
            #""resources":{"requests":{"example.com/gpu":"1"}}"#,
            "resources.limits: Required value: Limit must be set for non overcommitable resources"
        ),
        (
            #""resources":{"limits":{"example.com/gpu":"500m"}}"#,
            #"resources.limits[example.com/gpu]: Invalid value: "500m": must be an integer"#
        ),
        (
            #""resources":{"limits":{"hugepages-2Mi":"2Mi"}}"#,
            "resources: Forbidden: HugePages require cpu or memory"
        ),
        (
            #""securityContext":{"runAsUser":-1}"#,
            "securityContext.runAsUser: Invalid value: -1: "
                + "must be between 0 and 2147483647, inclusive"
        ),
        (
            #""securityContext":{"seccompProfile":{"type":"Localhost"}}"#,
            "securityContext.seccompProfile.localhostProfile: Required value: "
                + "must be set when seccomp type is Localhost"
        ),
        (
            #""imagePullPolicy":"Soon""#,
            #"imagePullPolicy: Unsupported value: "Soon": "#
                + #"supported values: "Always", "IfNotPresent", "Never""#
        ),
    ])
    func `a container's mistake is told once, where it is`(more: String, fault: String) throws {
        let faults = try Written.faults("pods", Written.pod(more))
        let own = faults.filter { $0.hasPrefix("spec.containers[0].\(fault)") }
        #expect(own == ["spec.containers[0].\(fault)"])
    }

    @Test(arguments: [
        (
            #""dnsPolicy":"None""#,
            "dnsConfig: Required value: must provide `dnsConfig` when `dnsPolicy` is None"
        ),
        (
            #""dnsConfig":{"searches":["a_b","-"]}"#,
            #"dnsConfig.searches[1]: Invalid value: "-": a lowercase RFC 1123 subdomain must "#
        ),
        (
            #""tolerations":[{"operator":"Exists","value":"x","key":"k"}]"#,
            #"tolerations[0].operator: Invalid value: "x": "#
                + "value must be empty when `operator` is 'Exists'"
        ),
        (
            #""activeDeadlineSeconds":0"#,
            "activeDeadlineSeconds: Invalid value: 0: must be between 1 and 2147483647, inclusive"
        ),
        (#""volumes":[{"name":"v"},{"name":"v"}]"#, #"volumes[1].name: Duplicate value: "v""#),
        (
            #""volumes":[{"name":"v","nfs":{"server":"s","path":"p"}}]"#,
            #"volumes[0].nfs.path: Invalid value: "p": must be an absolute path"#
        ),
        (
            #""volumes":[{"name":"v","emptyDir":{},"hostPath":{"path":"/"}}]"#,
            "volumes[0].hostPath: Forbidden: may not specify more than 1 volume type"
        ),
        (
            #""hostUsers":false,"hostNetwork":true"#,
            "hostNetwork: Forbidden: when `hostUsers` is false"
        ),
        (
            #""affinity":{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":"#
                + #"{"nodeSelectorTerms":[]}}}"#,
            "affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution."
                + "nodeSelectorTerms: Required value: must have at least one node selector term"
        ),
        (
            #""topologySpreadConstraints":[{"maxSkew":0,"topologyKey":"z","#
                + #""whenUnsatisfiable":"DoNotSchedule"}]"#,
            "topologySpreadConstraints[0].maxSkew: Invalid value: 0: must be greater than zero"
        ),
        (
            #""securityContext":{"sysctls":[{"name":"a..b","value":"1"}]}"#,
            #"securityContext.sysctls[0].name: Invalid value: "a..b": must have at most 253 "#
        ),
        (
            #""os":{"name":"plan9"}"#,
            #"os: Unsupported value: "plan9": supported values: "linux", "windows""#
        ),
        (
            #""ephemeralContainers":[{"name":"e","image":"i"}]"#,
            "ephemeralContainers: Forbidden: cannot be set on create"
        ),
        (
            #""initContainers":[{"name":"c","image":"i"}]"#,
            #"initContainers[0].name: Duplicate value: "c""#
        ),
        (
            #""initContainers":[{"name":"i","image":"i","lifecycle":{}}]"#,
            "initContainers[0].lifecycle: Forbidden: "
                + "may not be set for init containers without restartPolicy=Always"
        ),
    ])
    func `a spec's mistake is told where it is`(spec: String, fault: String) throws {
        let faults = try Written.faults("pods", Written.pod(spec: spec))
        #expect(faults.contains { $0.hasPrefix("spec.\(fault)") }, "\(faults)")
    }

    @Test func `a pod without containers lacks them, and nothing else`() throws {
        #expect(try Written.faults("pods", "{}") == ["spec.containers: Required value"])
    }

    @Test func `a privileged container needs a server that allows it`() throws {
        let (pod, faults) = try Written.create(
            "pods", Written.pod(#""securityContext":{"privileged":true}"#))
        #expect(faults == [])
        var context = Written.context
        context.allowsPrivileged = false
        let strict = try Written.definition("pods").rules.validateCreate(pod, context)
        #expect(
            strict.map(\.description) == [
                "spec.containers[0].securityContext.privileged: Forbidden: "
                    + "disallowed by cluster policy"
            ])
    }
}
