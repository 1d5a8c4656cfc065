import ControllerRuntime
import JSON
import NetworkAddress

/// The ranges a node says it has.
struct NodeRanges: ObjectView {
    var all: [IPPrefix]

    init(_ object: JSONValue) {
        let spec = object["spec"]
        all = spec?["podCIDRs"]?.elements.compactMap { $0.string.flatMap { IPPrefix($0) } } ?? []
        if all.isEmpty, let only = spec?["podCIDR"]?.string.flatMap({ IPPrefix($0) }) {
            all = [only]
        }
    }
}
