import JSON

/// What a pod asks for altogether.
///
/// Containers run at once; init containers one after another before them, beside the restartable
/// ones (sidecars) that were started earlier. So a pod needs the larger one of both.
struct PodRequests {
    /// What scores assume of a container that asks for nothing, so that many such pods spread.
    static let assumedMilliCPU = 100
    static let assumedMemory = 200 << 20

    /// - Parameter assuming: whether containers without requests count with assumed ones.
    static func total(_ spec: JSONValue?, assuming: Bool) -> ResourceAmounts {
        let wholePod = spec?["resources"]?["requests"]
        let isWholePod = wholePod?.count ?? 0 > 0
        let assuming = assuming && !isWholePod
        var total = ResourceAmounts()
        for container in (spec?["containers"]).items {
            total += requests(container, assuming: assuming)
        }
        var sidecars = ResourceAmounts()
        var starting = ResourceAmounts()
        for container in (spec?["initContainers"]).items {
            var amounts = requests(container, assuming: assuming)
            if container["restartPolicy"]?.isString("Always") == true {
                total += amounts
                sidecars += amounts
                amounts = sidecars
            } else {
                amounts += sidecars
            }
            starting.formMaximum(amounts)
        }
        total.formMaximum(starting)
        if isWholePod, let wholePod {
            let stated = ResourceAmounts(wholePod)
            for (name, _) in wholePod.members { total[name] = stated[name] }
        }
        total += ResourceAmounts(spec?["overhead"])
        return total
    }

    private static func requests(_ container: JSONValue, assuming: Bool) -> ResourceAmounts {
        let requests = container["resources"]?["requests"]
        var amounts = ResourceAmounts(requests)
        if assuming {
            if requests?["cpu"] == nil { amounts.milliCPU = assumedMilliCPU }
            if requests?["memory"] == nil { amounts.memory = assumedMemory }
        }
        return amounts
    }
}
