import APIMachinery
import JSON

/// Amounts of what pods ask for and nodes have.
public struct ResourceAmounts: Sendable, Hashable {
    /// Thousandths of a processor.
    public var milliCPU = 0
    /// Bytes.
    public var memory = 0
    /// Bytes.
    public var ephemeralStorage = 0
    /// Extended resources and huge pages, by name.
    public var others: [String: Int] = [:]

    /// Nothing.
    public init() {}

    /// Reads a list of quantities, as `requests` and `allocatable` are; `pods` is left out.
    public init(_ list: JSONValue?) {
        guard let list, list.kind == .object else { return }
        for (name, value) in list.members {
            guard let quantity = Quantity(member: value) else { continue }
            self[name] = name == "cpu" ? quantity.milliValue : quantity.value
        }
    }

    /// An amount by its name; the processor's in thousandths.
    public subscript(name: String) -> Int {
        get {
            switch name {
            case "cpu": milliCPU
            case "memory": memory
            case "ephemeral-storage": ephemeralStorage
            default: others[name] ?? 0
            }
        }
        set {
            switch name {
            case "cpu": milliCPU = newValue
            case "memory": memory = newValue
            case "ephemeral-storage": ephemeralStorage = newValue
            case "pods": break
            default: others[name] = newValue
            }
        }
    }

    /// Adds amounts.
    public static func += (a: inout Self, b: Self) {
        a.milliCPU += b.milliCPU
        a.memory += b.memory
        a.ephemeralStorage += b.ephemeralStorage
        for (name, amount) in b.others { a.others[name, default: 0] += amount }
    }

    /// Takes amounts away.
    public static func -= (a: inout Self, b: Self) {
        a.milliCPU -= b.milliCPU
        a.memory -= b.memory
        a.ephemeralStorage -= b.ephemeralStorage
        for (name, amount) in b.others { a.others[name, default: 0] -= amount }
    }

    /// The larger one of each amount.
    public mutating func formMaximum(_ other: Self) {
        milliCPU = max(milliCPU, other.milliCPU)
        memory = max(memory, other.memory)
        ephemeralStorage = max(ephemeralStorage, other.ephemeralStorage)
        for (name, amount) in other.others { others[name] = max(others[name] ?? 0, amount) }
    }
}

extension Quantity {
    /// A quantity as it stands in an object: a string, or a number.
    init?(member value: JSONValue) {
        guard let text = value.string ?? value.numberText else { return nil }
        self.init(parsing: text)
    }
}
