/// No credential is tried, and nothing tells of one that was meant to be.
enum AbsenceFindings {
  static func find(_ context: ImageContext) -> [Finding] {
    guard !context.isCovered, context.resolution.refusal == nil else { return [] }
    if let name = unlisted(context) { return [notListed(name, context)] }
    return [
      context.resolution.references.isEmpty ? noPullSecret(context) : noMatchingKey(context)
    ]
  }

  /// How much it matters that the pull is anonymous: public images are pulled so.
  private static func severity(_ context: ImageContext) -> Finding.Severity {
    if context.hasReport(.refused) { return .willFail }
    let isFine = context.isInUse || context.hasReport(.afterPull)
    return isFine || context.hasReport(.unreachable) ? .worthKnowing : .mayFail
  }

  /// A Secret of the namespace that would do.
  private static func unlisted(_ context: ImageContext) -> String? {
    let listed = Set(context.resolution.references.compactMap(\.item.name))
    return context.index.secretNames(for: context.image, in: context.namespace)
      .first { !listed.contains($0) }
  }

  private static func notListed(_ name: String, _ context: ImageContext) -> Finding {
    context.finding(
      .secretNotListed, severity(context), [.secret(context.namespace, name)],
      problem: "\(context.title(ofSecret: name)) has a key for the image, but neither "
        + "\(context.target.description) nor its ServiceAccount lists it.",
      advice: "Add it to \(context.target.path("imagePullSecrets")).\(context.target.editNote)",
      command: context.target.adding(secret: name))
  }

  private static func noPullSecret(_ context: ImageContext) -> Finding {
    let account = context.resolution.subject.podSpec.effectiveServiceAccountName
    return context.finding(
      .noPullSecret, severity(context),
      problem: "Neither \(context.target.description) nor its ServiceAccount "
        + "\(printable(account)) lists a pull secret; \(printable(context.registry)) is asked "
        + "without credentials.",
      advice: "If the image is not public, make a Secret for \(printable(context.registry)) and "
        + "add it to \(context.target.path("imagePullSecrets")).\(context.target.editNote)",
      command: Kubectl.createSecret(
        context.namespace, "regcred", server: Kubectl.server(for: context.image))
        + (context.target.adding(secret: "regcred").map { " && \($0)" } ?? ""))
  }

  private static func noMatchingKey(_ context: ImageContext) -> Finding {
    let names = Set(context.resolution.references.compactMap(\.item.name)).sorted()
    let keys = context.trials.map { quoted($0.displayName) }
    let have = keys.isEmpty ? "" : "; the keys are for \(listed(keys))"
    return context.finding(
      .noMatchingKey, severity(context), names.map { .secret(context.namespace, $0) },
      problem: "No key of the pull secrets is for \(printable(context.registry))\(have).",
      advice: "If the image is not public, make a Secret for \(printable(context.registry)) and "
        + "add it to \(context.target.path("imagePullSecrets")).\(context.target.editNote)",
      command: Kubectl.createSecret(
        context.namespace, "regcred", server: Kubectl.server(for: context.image))
        + (context.target.adding(secret: "regcred").map { " && \($0)" } ?? ""))
  }
}
