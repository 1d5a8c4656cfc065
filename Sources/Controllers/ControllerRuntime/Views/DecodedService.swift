import JSON
import KubernetesAPI

/// A Service as `KubernetesAPI` decodes it.
public struct DecodedService: ObjectView {
    /// Nil for one that no API server would have stored.
    public let service: Service?

    public init(_ object: JSONValue) { service = Service(reading: object) }
}
