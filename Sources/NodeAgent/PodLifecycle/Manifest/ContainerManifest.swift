import APIMachinery
import ControllerRuntime
import JSON

/// What a pod says of one container.
public struct ContainerManifest: Sendable, Hashable {
    /// When its image is fetched.
    public enum PullPolicy: String, Sendable, Hashable {
        case always = "Always"
        case ifNotPresent = "IfNotPresent"
        case never = "Never"
    }

    /// A port it names.
    public struct Port: Sendable, Hashable {
        public var name: String
        public var containerPort: Int
        public var hostPort: Int
        public var hostIP: String
        public var transport: String
    }

    /// A volume it sees.
    public struct Mount: Sendable, Hashable {
        public var volume: String
        public var path: String
        public var subPath: String
        public var subPathExpression: String
        public var isReadOnly: Bool
        public var propagation: String
    }

    /// Who it runs as and what it may do; nil leaves it to the pod.
    public struct Security: Sendable, Hashable {
        public var isPrivileged: Bool
        public var user: Int?
        public var group: Int?
        public var mustNotBeRoot: Bool?
        public var hasReadOnlyRoot: Bool
        public var addedCapabilities: [String]
        public var droppedCapabilities: [String]
        public var allowsPrivilegeEscalation: Bool
    }

    public var name: String
    public var image: String
    public var pullPolicy: PullPolicy
    public var command: [String]
    public var arguments: [String]
    public var workingDirectory: String
    public var environment: [EnvironmentVariable]
    public var environmentSources: [EnvironmentSource]
    public var ports: [Port]
    /// `cpu` → `500m`.
    public var requests: [String: String]
    public var limits: [String: String]
    public var mounts: [Mount]
    public var liveness: ProbeManifest?
    public var readiness: ProbeManifest?
    public var startup: ProbeManifest?
    public var afterStart: HookManifest?
    public var beforeStop: HookManifest?
    public var terminationMessagePath: String
    public var fallsBackToLogs: Bool
    public var security: Security
    public var hasStandardInput: Bool
    public var closesStandardInputAfterFirst: Bool
    public var hasTerminal: Bool
    public var stopSignal: String
    /// Among those for initialisation: it is kept running.
    public var isSidecar: Bool

    init(_ value: JSONValue) {
        name = value["name"]?.string ?? ""
        image = value["image"]?.string ?? ""
        pullPolicy = value["imagePullPolicy"]?.string.flatMap(PullPolicy.init) ?? .ifNotPresent
        command = value["command"]?.elements.compactMap(\.string) ?? []
        arguments = value["args"]?.elements.compactMap(\.string) ?? []
        workingDirectory = value["workingDir"]?.string ?? ""
        environment = value["env"]?.elements.map(EnvironmentVariable.init) ?? []
        environmentSources = value["envFrom"]?.elements.compactMap(EnvironmentSource.init) ?? []
        ports = value["ports"]?.elements.map(Port.init) ?? []
        requests = MetadataView.texts(value["resources"]?["requests"])
        limits = MetadataView.texts(value["resources"]?["limits"])
        mounts = value["volumeMounts"]?.elements.map(Mount.init) ?? []
        liveness = value["livenessProbe"].map(ProbeManifest.init)
        readiness = value["readinessProbe"].map(ProbeManifest.init)
        startup = value["startupProbe"].map(ProbeManifest.init)
        afterStart = value["lifecycle"]?["postStart"].flatMap(HookManifest.init)
        beforeStop = value["lifecycle"]?["preStop"].flatMap(HookManifest.init)
        terminationMessagePath = value["terminationMessagePath"]?.string ?? ""
        fallsBackToLogs =
            value["terminationMessagePolicy"]?.string == "FallbackToLogsOnError"
        security = Security(value["securityContext"])
        hasStandardInput = value["stdin"]?.bool ?? false
        closesStandardInputAfterFirst = value["stdinOnce"]?.bool ?? false
        hasTerminal = value["tty"]?.bool ?? false
        stopSignal = value["lifecycle"]?["stopSignal"]?.string ?? ""
        isSidecar = value["restartPolicy"]?.string == "Always"
    }

    /// A port by number or by name, as probes and hooks name it; nil when there is none.
    public func port(_ reference: PortReference) -> Int? {
        switch reference {
        case .number(let number): number
        case .name(let name): ports.first { $0.name == name }?.containerPort
        }
    }
}

extension ContainerManifest.Port {
    init(_ value: JSONValue) {
        name = value["name"]?.string ?? ""
        containerPort = value["containerPort"]?.int ?? 0
        hostPort = value["hostPort"]?.int ?? 0
        hostIP = value["hostIP"]?.string ?? ""
        transport = value["protocol"]?.string ?? "TCP"
    }
}

extension ContainerManifest.Mount {
    init(_ value: JSONValue) {
        volume = value["name"]?.string ?? ""
        path = value["mountPath"]?.string ?? ""
        subPath = value["subPath"]?.string ?? ""
        subPathExpression = value["subPathExpr"]?.string ?? ""
        isReadOnly = value["readOnly"]?.bool ?? false
        propagation = value["mountPropagation"]?.string ?? "None"
    }
}

extension ContainerManifest.Security {
    init(_ value: JSONValue?) {
        isPrivileged = value?["privileged"]?.bool ?? false
        user = value?["runAsUser"]?.int
        group = value?["runAsGroup"]?.int
        mustNotBeRoot = value?["runAsNonRoot"]?.bool
        hasReadOnlyRoot = value?["readOnlyRootFilesystem"]?.bool ?? false
        let capabilities = value?["capabilities"]
        addedCapabilities = capabilities?["add"]?.elements.compactMap(\.string) ?? []
        droppedCapabilities = capabilities?["drop"]?.elements.compactMap(\.string) ?? []
        allowsPrivilegeEscalation = value?["allowPrivilegeEscalation"]?.bool ?? true
    }
}

/// A port by number or by name.
public enum PortReference: Sendable, Hashable {
    case number(Int)
    case name(String)

    init(_ value: JSONValue?) {
        if let number = value?.int {
            self = .number(number)
        } else {
            let text = value?.string ?? ""
            self = Int(text).map { .number($0) } ?? .name(text)
        }
    }
}
