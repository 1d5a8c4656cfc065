import APIMachinery
import JSON

/// Tells people what happened to an object, as Events of the API.
///
/// Telling never waits and never fails: what can't be written soon is dropped. The same words about
/// the same object count up one Event.
public final class EventRecorder: Sendable {
    /// Whether something went as it should.
    public enum Level: String, Sendable {
        case normal = "Normal"
        case warning = "Warning"
    }

    let component: String
    let host: String
    let now: @Sendable () -> Timestamp
    let pending: AsyncStream<Occurrence>
    let sender: AsyncStream<Occurrence>.Continuation

    /// A recorder; `run` writes what it was told.
    /// - Parameters:
    ///   - component: who tells: `deployment-controller`.
    ///   - host: the node it runs on; empty for none.
    public init(
        component: String, host: String = "", now: @escaping @Sendable () -> Timestamp
    ) {
        self.component = component
        self.host = host
        self.now = now
        (pending, sender) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(1000))
    }

    /// Tells something about an object.
    public func record(
        _ level: Level, reason: String, about object: ObjectReference, _ message: String
    ) {
        sender.yield(
            Occurrence(
                level: level, reason: reason, object: object, message: message, at: now(),
                component: component))
    }
}

/// Something that happened.
struct Occurrence: Sendable, Hashable {
    var level: EventRecorder.Level
    var reason: String
    var object: ObjectReference
    var message: String
    var at: Timestamp
    var component: String
}

/// What an Event is about.
public struct ObjectReference: Sendable, Hashable {
    /// `apps/v1`.
    public var apiVersion: String
    /// `Deployment`.
    public var kind: String
    /// Empty for cluster-wide kinds.
    public var namespace: String
    /// The name.
    public var name: String
    /// The unique id.
    public var uid: String
    /// A part of it: `spec.containers{web}`; mostly empty.
    public var fieldPath: String

    /// A reference of its parts.
    public init(
        apiVersion: String, kind: String, namespace: String, name: String, uid: String,
        fieldPath: String = ""
    ) {
        self.apiVersion = apiVersion
        self.kind = kind
        self.namespace = namespace
        self.name = name
        self.uid = uid
        self.fieldPath = fieldPath
    }
}
