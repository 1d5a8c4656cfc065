import APIMachinery
import JSON

/// A pod's resolver and its own names for hosts.
enum DNSValidation {
    static func validate(_ spec: JSON, _ path: FieldPath) -> [InvalidField] {
        let config = spec["dnsConfig"]
        if spec.text("dnsPolicy") == "None" {
            guard let config else {
                let why = "must provide `dnsConfig` when `dnsPolicy` is None"
                return [.required(path, why)]
            }
            if config.list("nameservers").isEmpty {
                let why = "must provide at least one DNS nameserver when `dnsPolicy` is None"
                return [.required(path["nameservers"], why)]
            }
        }
        guard let config else { return [] }
        var mistakes: [InvalidField] = []
        let servers = config.texts("nameservers")
        if servers.count > 3 {
            let why = "must not have more than 3 nameservers"
            mistakes.append(.invalid(path["nameservers"], .strings(servers), why))
        }
        for (index, server) in servers.enumerated() {
            mistakes += NameChecks.address(server, path["nameservers"][index])
        }
        mistakes += searches(config.texts("searches"), path["searches"])
        for (index, option) in config.list("options").enumerated()
        where option.text("name").isEmpty {
            mistakes.append(.required(path["options"][index], "must not be empty"))
        }
        return mistakes
    }

    private static func searches(_ searches: [String], _ path: FieldPath) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        if searches.count > 32 {
            let why = "must not have more than 32 search paths"
            mistakes.append(.invalid(path, .strings(searches), why))
        }
        if searches.joined(separator: " ").utf8.count > 2048 {
            let why =
                "must not have more than 2048 characters (including spaces) in the search list"
            mistakes.append(.invalid(path, .strings(searches), why))
        }
        for (index, search) in searches.enumerated() where search != "." {
            let name = search.hasSuffix(".") ? String(search.dropLast()) : search
            // An underscore is right in a search path, and wrong in the words that tell what is.
            let isRight = NameRules.isDNS1123Subdomain(name.replacing("_", with: "x")).isEmpty
            if isRight { continue }
            let form = "[a-z0-9]([-_a-z0-9]*[a-z0-9])?"
            let why =
                "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric "
                + "characters, '-', '_' or '.', and must start and end with an alphanumeric "
                + "character (e.g. 'example.com', regex used for validation is "
                + "'\(form)(\\.\(form))*')"
            mistakes.append(.invalid(path[index], .string(name), why))
        }
        return mistakes
    }

    static func aliases(_ aliases: [JSON], _ path: FieldPath) -> [InvalidField] {
        aliases.enumerated().flatMap { index, alias in
            let names = alias.texts("hostnames").enumerated().flatMap { place, name in
                NameChecks.subdomain(name, path[index]["hostnames"][place])
            }
            return NameChecks.address(alias.text("ip"), path[index]["ip"]) + names
        }
    }
}
