import ControllerRuntime
import JSON

/// What a node reads of a pod: everything that decides how it is run.
public struct PodManifest: ObjectView, Hashable {
    /// What happens to containers that end.
    public enum RestartPolicy: String, Sendable, Hashable {
        case always = "Always"
        case onFailure = "OnFailure"
        case never = "Never"
    }

    /// A name in `/etc/hosts`.
    public struct HostAlias: Sendable, Hashable {
        public var address: String
        public var names: [String]
    }

    public var namespace: String
    public var name: String
    public var uid: String
    public var labels: [String: String]
    public var annotations: [String: String]
    public var generation: Int
    /// RFC 3339; nil unless it is being deleted.
    public var deletionTimestamp: String?
    /// Seconds that a deletion leaves.
    public var deletionGrace: Int?

    public var nodeName: String
    public var restartPolicy: RestartPolicy
    /// Seconds that containers have to end.
    public var grace: Int
    /// Seconds that the pod may be active.
    public var activeDeadline: Int?
    public var serviceAccountName: String
    public var hostname: String
    public var subdomain: String
    public var takesWholeNameAsHostname: Bool
    public var isHostNetwork: Bool
    public var isHostPID: Bool
    public var isHostIPC: Bool
    public var sharesProcesses: Bool
    public var hasServiceLinks: Bool
    public var runtimeClassName: String
    public var resolver: ResolverRequest
    public var hostAliases: [HostAlias]
    public var readinessGates: [String]
    public var security: PodSecurity
    public var volumes: [VolumeManifest]
    public var initContainers: [ContainerManifest]
    public var containers: [ContainerManifest]

    /// `default/web-1`.
    public var fullName: String { namespace + "/" + name }

    /// All containers: those for initialisation first.
    public var allContainers: [ContainerManifest] { initContainers + containers }

    /// A container by its name.
    public func container(_ name: String) -> ContainerManifest? {
        initContainers.first { $0.name == name } ?? containers.first { $0.name == name }
    }

    /// Where events about a container point to.
    public func fieldPath(of container: String) -> String {
        let isInit = initContainers.contains { $0.name == container }
        return "spec.\(isInit ? "initContainers" : "containers"){\(container)}"
    }

    public init(_ object: JSONValue) {
        let meta = object["metadata"]
        let spec = object["spec"]
        namespace = meta?["namespace"]?.string ?? ""
        name = meta?["name"]?.string ?? ""
        uid = meta?["uid"]?.string ?? ""
        labels = MetadataView.texts(meta?["labels"])
        annotations = MetadataView.texts(meta?["annotations"])
        generation = meta?["generation"]?.int ?? 0
        deletionTimestamp = meta?["deletionTimestamp"]?.string
        deletionGrace = meta?["deletionGracePeriodSeconds"]?.int
        nodeName = spec?["nodeName"]?.string ?? ""
        restartPolicy = spec?["restartPolicy"]?.string.flatMap(RestartPolicy.init) ?? .always
        grace = spec?["terminationGracePeriodSeconds"]?.int ?? 30
        activeDeadline = spec?["activeDeadlineSeconds"]?.int
        serviceAccountName = spec?["serviceAccountName"]?.string ?? "default"
        hostname = spec?["hostname"]?.string ?? ""
        subdomain = spec?["subdomain"]?.string ?? ""
        takesWholeNameAsHostname = spec?["setHostnameAsFQDN"]?.bool ?? false
        isHostNetwork = spec?["hostNetwork"]?.bool ?? false
        isHostPID = spec?["hostPID"]?.bool ?? false
        isHostIPC = spec?["hostIPC"]?.bool ?? false
        sharesProcesses = spec?["shareProcessNamespace"]?.bool ?? false
        hasServiceLinks = spec?["enableServiceLinks"]?.bool ?? true
        runtimeClassName = spec?["runtimeClassName"]?.string ?? ""
        resolver = ResolverRequest(spec)
        hostAliases =
            spec?["hostAliases"]?.elements.map {
                HostAlias(
                    address: $0["ip"]?.string ?? "",
                    names: $0["hostnames"]?.elements.compactMap(\.string) ?? [])
            } ?? []
        readinessGates =
            spec?["readinessGates"]?.elements.compactMap { $0["conditionType"]?.string } ?? []
        security = PodSecurity(spec?["securityContext"])
        volumes = spec?["volumes"]?.elements.map(VolumeManifest.init) ?? []
        initContainers = spec?["initContainers"]?.elements.map(ContainerManifest.init) ?? []
        containers = spec?["containers"]?.elements.map(ContainerManifest.init) ?? []
    }
}

/// What a pod's `securityContext` sets for all its containers.
public struct PodSecurity: Sendable, Hashable {
    public var user: Int?
    public var group: Int?
    public var mustNotBeRoot: Bool
    public var volumeGroup: Int?
    public var supplementalGroups: [Int]
    public var sysctls: [String: String]

    init(_ value: JSONValue?) {
        user = value?["runAsUser"]?.int
        group = value?["runAsGroup"]?.int
        mustNotBeRoot = value?["runAsNonRoot"]?.bool ?? false
        volumeGroup = value?["fsGroup"]?.int
        supplementalGroups = value?["supplementalGroups"]?.elements.compactMap(\.int) ?? []
        sysctls = [:]
        guard let settings = value?["sysctls"] else { return }
        for sysctl in settings.elements {
            if let name = sysctl["name"]?.string { sysctls[name] = sysctl["value"]?.string ?? "" }
        }
    }
}
