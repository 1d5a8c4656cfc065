/// The members of an object in their order; each key once.
public struct JSONObject: Sendable, Hashable {
    /// A key and its value.
    public struct Member: Sendable, Hashable {
        /// The key, unescaped.
        public var key: String
        /// The value.
        public var value: JSON

        /// A member.
        public init(key: String, value: JSON) {
            self.key = key
            self.value = value
        }
    }

    /// The members in the order in which they are written.
    public private(set) var members: [Member] = []

    /// An object without members.
    public init() {}

    /// An object of members whose keys are known to differ; nothing is looked up.
    package init(distinct members: [Member]) { self.members = members }

    /// The value of a key. Setting an absent key appends it; setting nil removes the member.
    public subscript(key: String) -> JSON? {
        get { members.last { $0.key == key }?.value }
        set {
            if let newValue {
                add(key, newValue)
            } else {
                members.removeAll { $0.key == key }
            }
        }
    }

    /// Sets a member: in its place when the key is there, else at the end.
    public mutating func add(_ key: String, _ value: JSON) {
        if let index = members.firstIndex(where: { $0.key == key }) {
            members[index].value = value
        } else {
            members.append(Member(key: key, value: value))
        }
    }

    /// Sets a member unless the value is nil.
    public mutating func add(_ key: String, ifPresent value: JSON?) {
        if let value { add(key, value) }
    }

    /// The number of members.
    public var count: Int { members.count }

    /// Whether there is no member.
    public var isEmpty: Bool { members.isEmpty }

    /// The keys in order.
    public var keys: [String] { members.map(\.key) }
}
