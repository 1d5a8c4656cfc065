import JSON

/// What a pod asks for altogether, and may take at most.
///
/// Containers run at once; init containers one after another before them, beside the restartable
/// ones that were started earlier: the pod needs the larger one of both.
public struct PodAmounts: Sendable, Hashable {
    /// Which side of `resources`.
    public enum Side: String, Sendable {
        case requests, limits
    }

    /// The sum of a pod's containers.
    public static func total(_ spec: JSON?, _ side: Side) -> ResourceList {
        var total = ResourceList()
        for container in spec?["containers"]?.array ?? [] { total += own(container, side) }
        var sidecars = ResourceList()
        var starting = ResourceList()
        for container in spec?["initContainers"]?.array ?? [] {
            var amounts = own(container, side)
            if container["restartPolicy"]?.string == "Always" {
                total += amounts
                sidecars += amounts
                amounts = sidecars
            } else {
                amounts += sidecars
            }
            starting = starting.maximum(amounts)
        }
        total = total.maximum(starting)
        let stated = ResourceList(spec?.field(["resources", side.rawValue]))
        for (name, amount) in stated.amounts { total[name] = amount }
        let overhead = ResourceList(spec?["overhead"])
        // A limit that isn't there stays away: the overhead alone limits nothing.
        total += side == .requests ? overhead : overhead.only { total[$0] != nil }
        return total
    }

    private static func own(_ container: JSON, _ side: Side) -> ResourceList {
        ResourceList(container.field(["resources", side.rawValue]))
    }
}
