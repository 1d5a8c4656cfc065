import Netlink

/// Tables, chains and rules.
extension Batch {
    /// Adds a table.
    public mutating func add(_ table: Table, _ mode: CreateMode = .add) {
        message(.newTable, table.family, mode.flags) { table.encode(into: &$0) }
    }

    /// Deletes a table with everything in it; it must be there.
    public mutating func delete(_ table: TableReference) {
        message(.deleteTable, table.family, []) {
            $0.attribute(TableAttribute.name, string: table.name)
        }
    }

    /// Deletes a table whether it is there or not: adds it first. Works on kernels before 6.3,
    /// which have no message for it.
    public mutating func destroy(_ table: TableReference) {
        add(Table(table.family, table.name))
        delete(table)
    }

    /// Adds a chain; with a hook, or as one to jump to.
    public mutating func add(_ chain: Chain, _ mode: CreateMode = .add) {
        message(.newChain, chain.table.family, mode.flags) { chain.encode(into: &$0) }
    }

    /// Deletes a chain; nothing may lead to it, and its rules go first (`flush`).
    public mutating func deleteChain(_ name: ChainName, in table: TableReference) {
        message(.deleteChain, table.family, []) { writer in
            writer.attribute(ChainAttribute.table, string: table.name)
            writer.attribute(ChainAttribute.name, string: name.rawValue)
        }
    }

    /// Deletes all rules of a chain.
    public mutating func flushChain(_ name: ChainName, in table: TableReference) {
        message(.deleteRule, table.family, []) { writer in
            writer.attribute(RuleAttribute.table, string: table.name)
            writer.attribute(RuleAttribute.chain, string: name.rawValue)
        }
    }

    /// Adds a rule at the end of its chain, or after the rule at its position.
    public mutating func add(_ rule: Rule) {
        encode(rule, [.create, .append])
    }

    /// Adds a rule at the start of its chain, or before the rule at its position.
    public mutating func insert(_ rule: Rule) {
        encode(rule, .create)
    }

    /// Puts a rule in the place of the one with its handle.
    public mutating func replace(_ rule: Rule) {
        encode(rule, .replace)
    }

    /// Deletes the rule with this handle.
    public mutating func deleteRule(
        _ handle: UInt64, in chain: ChainName, of table: TableReference
    ) {
        message(.deleteRule, table.family, []) { writer in
            writer.attribute(RuleAttribute.table, string: table.name)
            writer.attribute(RuleAttribute.chain, string: chain.rawValue)
            writer.attribute(RuleAttribute.handle, be64: handle)
        }
    }

    /// The rule's own sets come before it; their numbers are made the batch's.
    private mutating func encode(_ rule: Rule, _ flags: MessageFlags) {
        var rule = rule
        for anonymous in rule.anonymousSets {
            let id = nextSetID
            addAnonymous(anonymous, in: rule.table)
            rule.expressions = rule.expressions.map { expression in
                guard case .lookup(var lookup) = expression, lookup.setID == anonymous.id,
                    lookup.set == AnonymousSet.name || lookup.set == AnonymousSet.mapName
                else { return expression }
                // Above every number of a rule, so that the next set can't be taken for it.
                lookup.setID = id | Batch.anonymousBit
                return .lookup(lookup)
            }
        }
        rule.expressions = rule.expressions.map { expression in
            guard case .lookup(var lookup) = expression, let id = lookup.setID else {
                return expression
            }
            lookup.setID = id & ~Batch.anonymousBit
            return .lookup(lookup)
        }
        message(.newRule, rule.table.family, flags) { rule.encode(into: &$0) }
    }

    private static let anonymousBit: UInt32 = 1 << 31
}
