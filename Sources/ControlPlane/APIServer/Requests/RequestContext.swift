import APIMachinery
import AccessControl
import HTTPServer
import LinuxSystem
import ResourceModel
import Synchronization
import WatchCache

/// A request on its way through the server.
package struct RequestContext: Sendable {
    /// As it came.
    package var http: HTTPRequest
    /// What it is about.
    package var info: RequestInfo
    /// Its parameters.
    package var query: QueryItems
    /// Who asks.
    package var user: UserInfo
    /// When.
    package var now: Timestamp
    /// What its answer's `Warning` headers will say.
    package var warnings = Warnings()
    /// What its writes depend on.
    var fence: WriteFence?

    /// Sentences gathered on the way.
    package final class Warnings: Sendable {
        private let sentences = Mutex<[String]>([])

        /// Adds a sentence, once.
        package func add(_ sentence: String) {
            sentences.withLock { if !$0.contains(sentence) { $0.append(sentence) } }
        }

        /// All, in order.
        package var all: [String] { sentences.withLock { $0 } }
    }
}

/// The resource that a request is about.
package struct ResourceTarget: Sendable {
    /// The resource as asked for.
    package var definition: ResourceDefinition
    /// The resource whose objects are stored; the same for most.
    package var storage: ResourceDefinition
    /// The namespace; empty for cluster-wide kinds, and for lists over all namespaces.
    package var namespace: String
    /// The object's name; empty for collections.
    package var name: String

    /// The key of an object.
    package var key: String { key(name) }

    /// The key of an object of this namespace.
    package func key(_ name: String) -> String {
        WatchCache.key(storage.groupResource, namespace: namespace, name: name)
    }

    /// The same resource, another object.
    package func naming(_ name: String) -> ResourceTarget {
        var target = self
        target.name = name
        return target
    }
}

extension RequestContext {
    /// What the server does on its own behalf for this request.
    var own: RequestContext {
        var own = RequestContext.own
        own.fence = fence
        return own
    }

    /// What the server does on its own behalf.
    static var own: RequestContext {
        RequestContext(
            http: HTTPRequest(method: "POST", path: "/"),
            info: RequestInfo(method: "POST", path: "/", query: QueryItems(nil)),
            query: QueryItems(nil),
            user: UserInfo(name: "system:apiserver", groups: ["system:masters"]),
            now: Timestamp(microseconds: WallClock.microseconds))
    }
}
