import KubernetesAPI
import LinuxSystem

/// What is known of a file or folder of manifests. It looks again only where something changed, and
/// when a look fails, it stays as it was.
struct ManifestReader: Sendable {
    /// What to look at again.
    enum Scope {
        case everything
        /// Files of these names, in the folder or the file itself; and any whose status changed.
        case names(Set<String>)
    }

    let path: String
    /// Whether an object that can't be used spoils everything; else it is left out and told.
    let isStrict: Bool
    private(set) var files: [ManifestFile] = []

    init(path: String, isStrict: Bool = true) {
        self.path = path
        self.isStrict = isStrict
    }

    /// Whether a folder's file is read: `*.yaml`, `*.yml` and `*.json` that are not hidden.
    static func isManifest(_ name: String) -> Bool {
        !name.hasPrefix(".")
            && (name.hasSuffix(".yaml") || name.hasSuffix(".yml") || name.hasSuffix(".json"))
    }

    /// Reads what is there now.
    /// - Throws: the first fault; nothing has changed then.
    mutating func refresh(_ scope: Scope) throws(ManifestError) {
        let known = Dictionary(uniqueKeysWithValues: files.map { ($0.path, $0) })
        var fresh: [ManifestFile] = []
        for path in try paths() {
            if let file = known[path], ManifestReader.isUnchanged(file, scope) {
                fresh.append(file)
                continue
            }
            do {
                fresh.append(try ManifestFile(reading: path, after: known[path]))
            } catch .unreadable(let error) where error.errno == .enoent && path != self.path {
                // Listed, and gone since.
                continue
            }
        }
        if isStrict {
            for part in fresh.lazy.flatMap(\.parts) {
                if let first = part.rejected.first { throw .object(first.error(in: part)) }
            }
        }
        files = fresh
    }

    private static func isUnchanged(_ file: ManifestFile, _ scope: Scope) -> Bool {
        guard case .names(let names) = scope, !names.contains(Files.name(of: file.path)) else {
            return false
        }
        return (try? Files.status(file.path)) == file.status
    }

    private func paths() throws(ManifestError) -> [String] {
        do {
            guard try Files.status(path).isDirectory else { return [path] }
            let folder = path.hasSuffix("/") ? path : path + "/"
            var paths: [String] = []
            for name in try Files.list(path) where ManifestReader.isManifest(name) {
                if (try? Files.status(folder + name))?.isDirectory != true {
                    paths.append(folder + name)
                }
            }
            return paths
        } catch {
            throw .unreadable(error)
        }
    }

    /// Every object of these kinds by its key; nil for all kinds.
    /// - Throws: when one is there twice.
    func entries(of kinds: Set<Kind>? = nil) throws(ManifestError) -> [ObjectKey: ManifestEntry] {
        try listing(of: kinds).entries
    }

    /// What there is of these kinds, and what can't be used.
    struct Listing {
        var entries: [ObjectKey: ManifestEntry] = [:]
        /// The objects that can't be used, as far as they are known.
        var rejectedKeys: Set<ObjectKey> = []
        /// A line for each of them.
        var rejected: [String] = []
    }

    /// Every object of these kinds; nil for all kinds.
    /// - Throws: when one is there twice, if that counts.
    func listing(of kinds: Set<Kind>? = nil) throws(ManifestError) -> Listing {
        var listing = Listing()
        listing.entries.reserveCapacity(files.reduce(0) { $0 + $1.parts.count })
        for part in files.lazy.flatMap(\.parts) {
            for entry in part.entries where kinds?.contains(entry.key.kind) != false {
                guard let other = listing.entries[entry.key] else {
                    listing.entries[entry.key] = entry
                    continue
                }
                let error = ManifestError.duplicate(
                    entry.key, first: place(of: other), second: place(of: entry, last: true))
                if isStrict { throw error }
                listing.rejected.append("\(error)")
            }
            for rejection in part.rejected {
                if let key = rejection.key {
                    guard kinds?.contains(key.kind) != false else { continue }
                    listing.rejectedKeys.insert(key)
                }
                listing.rejected.append("\(rejection.error(in: part))")
            }
        }
        return listing
    }

    /// Every object, in the order of the files.
    func objects() throws(ManifestError) -> [KubernetesObject] {
        _ = try entries()
        return files.flatMap { $0.parts.flatMap { $0.entries.map(\.object) } }
    }

    /// `file:line` of an entry. One that is there twice with the same bytes may be one entry: then
    /// the first or the last of its places is meant.
    private func place(of entry: ManifestEntry, last: Bool = false) -> String {
        var place = path
        for file in files {
            for part in file.parts where part.entries.contains(where: { $0 === entry }) {
                place = "\(file.path):\(part.firstLine + entry.lineOffset)"
                if !last { return place }
            }
        }
        return place
    }
}
