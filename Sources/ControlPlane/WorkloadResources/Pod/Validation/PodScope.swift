import APIMachinery
import JSON

/// What the checks of one pod's parts have to know of the rest of it.
struct PodScope {
    /// Whether it is a pod, not a template of pods.
    var isPod: Bool
    /// Whether containers may be privileged.
    var allowsPrivileged = true
    /// The pod's name; empty in templates.
    var podName = ""
    /// The spec.
    var spec: JSON
    /// The volumes by their names.
    var volumes: [String: JSON] = [:]
    /// Names of resource claims.
    var claimNames: Set<String> = []

    init(_ spec: JSON, isPod: Bool) {
        self.spec = spec
        self.isPod = isPod
        for volume in spec.list("volumes") where !volume.text("name").isEmpty {
            volumes[volume.text("name")] = volume
        }
        claimNames = Set(
            spec.list("resourceClaims").map { $0.text("name") }.filter { !$0.isEmpty })
    }

    /// Seconds between the signal to end and the kill.
    var gracePeriod: Int? { spec["terminationGracePeriodSeconds"]?.int }

    /// Whether users in containers are the node's users.
    var sharesHostUsers: Bool { spec["hostUsers"]?.bool != false }

    var restartPolicy: String { spec.text("restartPolicy") }
}

/// The three lists of containers in a spec, as paths name them.
enum ContainerLists {
    static let all = ["initContainers", "containers", "ephemeralContainers"]

    /// Each container with its path.
    static func each(_ spec: JSON, _ path: FieldPath) -> [(container: JSON, path: FieldPath)] {
        all.flatMap { list in
            spec.list(list).enumerated().map { ($0.element, path[list][$0.offset]) }
        }
    }
}
