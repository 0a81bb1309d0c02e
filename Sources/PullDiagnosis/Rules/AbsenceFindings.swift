import ImagePullCredentials

/// No credential is tried, and nothing tells of one that was meant to be.
enum AbsenceFindings {
  static func find(_ context: ImageContext) -> [Finding] {
    guard !context.isCovered, context.resolution.refusal == nil,
      // What the ServiceAccount has for the image is said by ServiceAccountListFindings.
      context.resolution.serviceAccount.flatMap({ context.helpfulSecret(of: $0) }) == nil
    else { return [] }
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
    let list = ListToExtend(context.pod)
    return context.finding(
      .secretNotListed, severity(context), [.secret(context.namespace, name)],
      problem: "\(context.title(ofSecret: name)) has a key for the image, but neither "
        + "\(context.target.description) nor its ServiceAccount lists it.",
      advice: "Add it to \(list.place)", command: list.adding(secret: name))
  }

  private static func noPullSecret(_ context: ImageContext) -> Finding {
    let account = printable(context.resolution.subject.podSpec.effectiveServiceAccountName)
    let hasLaterList = context.resolution.serviceAccount?.imagePullSecrets.isEmpty == false
    let lack =
      hasLaterList
      ? "\(context.subject) has no pull secrets, and those that ServiceAccount \(account) lists now "
        + "have no key for the image"
      : "Neither \(context.target.description) nor its ServiceAccount \(account) lists a pull secret"
    return context.finding(
      .noPullSecret, severity(context),
      problem: "\(lack); \(printable(context.registry)) is asked without one.",
      advice: advice(context), command: command(context))
  }

  private static func noMatchingKey(_ context: ImageContext) -> Finding {
    let names = Set(context.resolution.references.compactMap(\.item.name)).sorted()
    let keys = context.trials.map { quoted($0.displayName) }
    let have = keys.isEmpty ? "" : "; the keys are for \(listed(keys))"
    return context.finding(
      .noMatchingKey, severity(context), names.map { .secret(context.namespace, $0) },
      problem: "No key of the pull secrets is for \(printable(context.registry))\(have).",
      advice: advice(context), command: command(context))
  }

  private static func advice(_ context: ImageContext) -> String {
    "If the image is not public, make a Secret for \(printable(context.registry)) and "
      + "add it to \(ListToExtend(context.pod).place)"
  }

  private static func command(_ context: ImageContext) -> ShellCommand? {
    let name = newName(context)
    let creation = Kubectl.createSecret(
      context.namespace, name, server: Kubectl.server(for: context.image))
    let listing = ListToExtend(context.pod).adding(secret: name)
    guard let creation, let listing else { return creation }
    return creation + ShellCommand("&&").flatMap { $0 + listing }
  }

  /// A name for a Secret that is yet to be made.
  private static func newName(_ context: ImageContext) -> String {
    ["regcred", "regcred-2", "regcred-3"].first { context.secret($0) == nil } ?? "NAME"
  }
}
