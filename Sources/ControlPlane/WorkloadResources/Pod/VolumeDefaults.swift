import JSON

/// What a volume has when its writer left it out.
enum VolumeDefaults {
    /// 0644.
    private static let fileMode: JSON = 420

    static func set(_ volume: inout JSON) {
        if volume.object?.members.contains(where: { $0.key != "name" }) != true {
            volume["emptyDir"] = [:]
        }
        for source in ["secret", "configMap", "downwardAPI", "projected"] {
            volume.update(source) { $0.setDefault("defaultMode", fileMode) }
        }
        volume.update("downwardAPI", items)
        volume.update("projected") { projected in
            projected.updateEach("sources") { source in
                source.update("downwardAPI", items)
                source.update("serviceAccountToken") { $0.setDefault("expirationSeconds", 3600) }
            }
        }
        volume.update("hostPath") { $0.setDefault("type", "") }
        volume.update("ephemeral") { ephemeral in
            ephemeral.update("volumeClaimTemplate") { template in
                template.update("spec") { $0.setDefault("volumeMode", "Filesystem") }
            }
        }
        volume.update("image") { image in
            let isLatest = ImageName.isLatest(image.text("reference"))
            image.setDefault(
                "pullPolicy",
                isLatest ? PodSpecDefaults.always : PodSpecDefaults.ifNotPresent)
        }
        network(&volume)
    }

    private static func items(_ source: inout JSON) {
        source.updateEach("items") { item in
            item.update("fieldRef") { $0.setDefault("apiVersion", "v1") }
        }
    }

    /// The volumes of storage systems.
    private static func network(_ volume: inout JSON) {
        volume.update("iscsi") { $0.setDefault("iscsiInterface", "default") }
        volume.update("rbd") { source in
            source.setDefault("pool", "rbd")
            source.setDefault("user", "admin")
            source.setDefault("keyring", "/etc/ceph/keyring")
        }
        volume.update("azureDisk") { source in
            source.setDefault("cachingMode", "ReadWrite")
            source.setDefault("fsType", "ext4")
            source.setDefault("readOnly", false)
            source.setDefault("kind", "Shared")
        }
        volume.update("scaleIO") { source in
            source.setDefault("storageMode", "ThinProvisioned")
            source.setDefault("fsType", "xfs")
        }
    }
}
