import ImagePullCredentials

/// Items of `imagePullSecrets` that name nothing, and lists that stand where nobody looks.
enum ReferenceFindings {
  static func find(_ context: ImageContext) -> [Finding] {
    let items = context.findings(aboutReferences: { find($0, context) })
    let places = context.resolution.subject.podSpec.misplacedPullSecrets
    return items + (places.isEmpty ? [] : [misplaced(places, context)])
  }

  private static func find(
    _ reference: PullResolution.Reference, _ context: ImageContext
  ) -> Finding? {
    switch reference.item {
    case .named: nil
    case .unnamed:
      make(
        reference, "has no name, so the kubelet passes over it", context.severityOfAbsence, context)
    case .bareString(let text):
      make(
        reference, "is the plain text \(quoted(text)), which the API server refuses", .willFail,
        name: text, context)
    case .malformed:
      make(
        reference, "is no object with a name, which the API server refuses", .willFail, context)
    case .notAList(let name):
      make(
        reference,
        "is not an item of a list, since the field holds no list, which the API server "
          + "refuses", .willFail, name: name ?? "NAME", context)
    }
  }

  private static func make(
    _ reference: PullResolution.Reference, _ flaw: String, _ severity: Finding.Severity,
    name: String = "NAME", _ context: ImageContext
  ) -> Finding {
    let owner: (objects: [Finding.Object], list: String)
    switch reference.listing.owner {
    case .pod:
      owner = (
        [], "\(context.target.path("imagePullSecrets")) of \(context.target.description)"
      )
    case .serviceAccount(let account):
      owner = (
        [.serviceAccount(context.namespace, account)],
        "imagePullSecrets of ServiceAccount \(printable(context.namespace))/\(printable(account))"
      )
    }
    return context.finding(
      .malformedReference, severity, owner.objects,
      problem: "Item \(reference.listing.index + 1) of \(owner.list) \(flaw).",
      advice: "Write it as \"- name: \(printable(name))\".")
  }

  private static func misplaced(_ places: [String], _ context: ImageContext) -> Finding {
    context.finding(
      .malformedReference, context.severityOfAbsence,
      problem: "\(context.subject) has \(listed(places.map(printable))), where the API server "
        + "drops it.",
      advice: "Move it to \(context.target.path("imagePullSecrets")).")
  }
}
