import LinuxSystem
import NetworkAddress
import ProxySettings

/// What the proxy sets on its node beside nftables, and what it must find there.
public enum NodeSettings {
    /// Sets the connection table's limits and the process's place for the out-of-memory killer, and
    /// says what will not work.
    ///
    /// Nothing here ends the program: a node whose settings belong to somebody else is usual.
    public static func apply(_ configuration: ProxyConfiguration, _ console: Console) {
        let outcome = configuration.conntrack.apply()
        for change in outcome.changes { console.detail("set \(change)") }
        for problem in outcome.problems { console.say(problem) }
        if let adjustment = configuration.oomScoreAdjustment {
            do {
                try Files.overwrite("/proc/self/oom_score_adj", Array("\(adjustment)\n".utf8))
            } catch {
                console.say("oomScoreAdj: not set to \(adjustment): \(error)")
            }
        }
        for (family, key) in [
            (AddressFamily.ipv4, "net/ipv4/conf/all/forwarding"),
            (.ipv6, "net/ipv6/conf/all/forwarding"),
        ] where (try? Sysctl.read(key)) == "0" {
            console.say(
                "\(family): forwarding is off (/proc/sys/\(key)): only what begins or ends on this "
                    + "node itself reaches Services")
        }
    }
}
