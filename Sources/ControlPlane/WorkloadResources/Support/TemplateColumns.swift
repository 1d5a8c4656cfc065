import APIMachinery
import JSON
import ResourceModel

/// The columns and cells that kinds with a pod template share.
enum TemplateColumns {
    static let wide = [Column("Containers", wide: true), Column("Images", wide: true)]
    static let wideWithSelector = wide + [Column("Selector", wide: true)]

    /// The cells of `Containers` and `Images` for a template's containers.
    static func cells(_ template: JSON?) -> [JSON] {
        let containers = template?["spec"]?.list("containers") ?? []
        return [
            .string(containers.map { $0.text("name") }.joined(separator: ",")),
            .string(containers.map { $0.text("image") }.joined(separator: ",")),
        ]
    }

    /// The same and the cell of `Selector`.
    static func cells(_ template: JSON?, selector: JSON?) -> [JSON] {
        cells(template) + [Cell.selector(selector)]
    }
}
