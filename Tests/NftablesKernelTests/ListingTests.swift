import Nftables
import Testing

/// Rulesets that `nft` itself wrote, read and printed here as `nft` prints them.
@Suite struct ListingTests {
    @Test func `rules that nft wrote print as nft prints them`() throws {
        let laboratory = try Laboratory()
        let loaded = try laboratory.nft("-f", "-", input: Self.rules)
        #expect(loaded.status == 0, "\(loaded.errors)")
        try laboratory.expectSameListing()
    }

    @Test func `sets that nft wrote print as nft prints them`() throws {
        let laboratory = try Laboratory()
        let loaded = try laboratory.nft("-f", "-", input: Self.sets)
        #expect(loaded.status == 0, "\(loaded.errors)")
        try laboratory.expectSameListing()
    }

    static let rules = """
        table ip sample {
            set dyn { type ipv4_addr; flags dynamic,timeout; size 100; }
            chain c {
                comment "where it begins"
                type filter hook input priority 0;
                fib saddr . iif oif missing
                fib saddr . iif oif exists
                meta l4proto tcp ct original proto-dst 80
                meta priority set 0:1
                meta priority set 1:0
                meta priority set 12:abc
                meta priority set none
                meta priority set root
                meta priority 4d00:1
                ip protocol tcp
                tcp dport { 80, 443 }
                tcp dport != { 80, 443 }
                tcp dport vmap { 80 : accept, 443 : drop }
                meta l4proto { tcp, udp } th dport 53
                meta mark and 0x4000 != 0
                ct state new,established
                ct state != new
                ct status & dnat != 0
                ct status dnat,snat
                ct mark & 0xf0 == 0x10
                meta mark set meta mark and 0xff or 0x100
                meta mark set ct mark or 0x1
                log prefix "a" level info
                log group 2
                limit rate over 10/second burst 10 packets
                limit rate 10 mbytes/second
                limit rate 1025 bytes/second burst 100 bytes
                reject with icmp admin-prohibited
                ip saddr 10.0.0.1-10.0.0.9
                ip saddr != 10.0.0.1-10.0.0.9
                ip saddr { 10.0.0.0/8, 11.0.0.1 }
                jhash ip saddr . ip daddr mod 4 seed 0xdeadbeef 1
                numgen inc mod 4 offset 1 2
                tcp dport >= 1024
                quota over 10 mbytes
                ip saddr . tcp dport { 1.1.1.1 . 80, 2.2.2.2 . 443 }
                icmp type echo-request
                @nh,96,32 0x1020304
                ct zone 5
                meta skuid 0
                meta length 100
                meta cpu 3
                update @dyn { ip saddr counter }
                add @dyn { ip saddr limit rate 5/second }
                update @dyn { ip saddr timeout 5s }
                ip saddr 1.1.1.1 tcp dport 80 counter drop comment "odd"
                ip saddr 10.0.0.0/9 ip daddr 10.0.0.0/16 accept
            }
        }
        table inet both {
            chain c {
                type filter hook forward priority -5; policy drop;
                ip saddr 10.0.0.1 accept
                ip6 saddr fd00::/64 tcp dport 80 accept
                meta nfproto ipv6 drop
                reject with icmpx host-unreachable
                reject
                icmpv6 type nd-neighbor-solicit accept
            }
            chain n {
                type nat hook prerouting priority dstnat + 3;
                dnat ip to 10.0.0.1
                tcp dport 80 dnat ip to 10.0.0.1:8080
                tcp dport 80 dnat ip6 to [fd00::1]:8080
                tcp dport 80 redirect to :8080
            }
        }
        table ip6 six {
            chain n {
                type nat hook postrouting priority srcnat;
                ip6 saddr fd00::/8 masquerade fully-random,persistent
                snat to fd00::5
            }
            chain f {
                type filter hook input priority 0;
                reject with icmpv6 addr-unreachable
            }
        }
        """

    static let sets = """
        table ip sample {
            comment "of sets"
            chain c { }
            set a1 {
                type ipv4_addr;
                elements = { 1.1.1.1, 2.2.2.2, 3.3.3.3, 4.4.4.4, 5.5.5.5, 6.6.6.6, 7.7.7.7 }
            }
            set a2 { type inet_service; elements = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 } }
            set a3 {
                type ipv4_addr . inet_service;
                elements = { 1.1.1.1 . 1, 2.2.2.2 . 2, 3.3.3.3 . 3, 4.4.4.4 . 4, 5.5.5.5 . 5 }
            }
            set a4 { typeof iifname . ip daddr; elements = { "eth0" . 1.2.3.4, "lo" . 1.2.3.4 } }
            set f1 { typeof fib daddr type . ip daddr; elements = { local . 1.1.1.1 } }
            set f2 { typeof fib daddr . iif type; }
            set f3 { typeof numgen inc mod 4; elements = { 0, 3 } }
            set f5 { typeof meta iif . meta oifname . ct state; }
            set f7 { typeof ct direction . ct status; elements = { original . dnat } }
            set f8 { typeof meta pkttype . ip protocol; elements = { host . tcp } }
            map m1 { typeof ip saddr : ip daddr . meta mark; elements = { 1.2.3.4 : 2.2.2.2 . 7 } }
            map m2 {
                typeof ip saddr . ip daddr : verdict;
                counter;
                elements = { 1.1.1.1 . 2.2.2.2 counter packets 3 bytes 4 : drop,
                    1.1.1.2 . 2.2.2.2 : accept }
            }
            map m3 {
                type ipv4_addr : verdict;
                flags interval;
                elements = { 1.1.1.0/24 : drop, 2.2.2.2 : jump c, 4.4.4.4 : goto c,
                    255.0.0.0/8 : accept }
            }
            map m4 {
                type ipv4_addr : verdict;
                elements = { 1.1.1.0 : continue, * : return, 1.1.1.2 comment "hi" : accept }
            }
            map m5 { typeof ip saddr . tcp dport : ip daddr; flags interval, timeout; timeout 2h; }
            map m6 {
                typeof ip saddr . tcp dport : ip daddr;
                flags interval;
                elements = { 1.1.1.0/24 . 80-90 : 4.4.4.4 }
            }
            map m7 {
                typeof ip daddr . meta l4proto . th dport . numgen random mod 2 : \
                ip daddr . th dport;
                comment "c";
                elements = { 10.96.0.1 . tcp . 80 . 0 : 10.0.0.1 . 8080,
                    10.96.0.1 . udp . 53 . 1 : 10.0.0.1 . 53 }
            }
            set d1 { typeof ip saddr; size 100; flags dynamic; }
            set d2 {
                typeof ip saddr;
                size 100;
                flags dynamic, timeout;
                timeout 1m30s;
                gc-interval 10s;
            }
            set k1 { type ipv4_addr; flags constant; elements = { 1.1.1.1 } }
            set k2 { type mark; elements = { 0x1, 0x4000 } }
            set k3 { type inet_service; flags interval; elements = { 22, 80-90, 1000-65535 } }
            set k4 {
                type ipv4_addr;
                flags interval;
                auto-merge;
                elements = { 192.168.0.0/16, 255.255.255.255, 10.0.0.1-10.0.0.9 }
            }
            set k5 { type classid; elements = { 1:2 } }
        }
        table ip6 sample {
            set a { type ipv6_addr; elements = { fd00::1, fd00::2, fd00::3, fd00::4 } }
            set b {
                type ipv6_addr;
                flags interval;
                elements = { fd00::/64, 2001:db8::1-2001:db8::9 }
            }
            map v {
                typeof ip6 daddr . meta l4proto . th dport : ip6 daddr . th dport;
                elements = { fd00::1 . tcp . 80 : fd00::9 . 8080 }
            }
            set s { typeof ip6 daddr . udp dport . ct original ip6 daddr; }
        }
        """
}
