import ControllerRuntime
import JSON

/// What is read of a node's Lease.
struct LeaseState: ObjectView {
    /// When it was renewed, by the node's clock; compared with itself only.
    var renewTime: String?

    init(_ object: JSONValue) { renewTime = object["spec"]?["renewTime"]?.string }
}
