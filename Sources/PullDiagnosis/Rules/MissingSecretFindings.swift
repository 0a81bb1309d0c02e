import ImagePullCredentials

/// A listed Secret that the Pod's namespace does not have: the kubelet passes over it.
///
/// Source: `getPullSecretsForPod`, pkg/kubelet/kubelet_pods.go.
enum MissingSecretFindings {
  static func find(_ context: ImageContext) -> [Finding] {
    let said = context.pod.namesSaidToBeMissing
    var seen: Set<String> = []
    return context.findings(aboutReferences: { reference in
      guard let name = reference.item.name, seen.insert(name).inserted else { return nil }
      guard reference.outcome == .missing else {
        // Who runs has no need of it any more.
        return said.contains(name) && !context.isInUse ? wasMissing(name, context) : nil
      }
      // What an ExternalSecret makes is said by ExternalSecretFindings.
      guard !ExternalSecretFindings.explains(name, context) else { return nil }
      let namesakes = context.index.objects.secrets(named: name)
      guard let namesake = best(of: namesakes, context) else {
        return missing(reference, name, isSaid: said.contains(name), context)
      }
      return elsewhere(name, namesake, others: namesakes.count - 1, context)
    })
  }

  /// One that has a key for the image, if there is one among the first few; or else the first that
  /// holds credentials.
  private static func best(
    of namesakes: some Collection<Secret>, _ context: ImageContext
  ) -> Secret? {
    let some = namesakes.prefix(namesakeLimit)
    return some.first { $0.holdsCredential(for: context.image) }
      ?? some.first(where: \.holdsCredentials)
  }

  private static let namesakeLimit = 16

  private static func missing(
    _ reference: PullResolution.Reference, _ name: String, isSaid: Bool, _ context: ImageContext
  ) -> Finding {
    let objects = [Finding.Object.secret(context.namespace, name)]
    guard context.index.hasSecrets(in: context.namespace) || isSaid else {
      return context.finding(
        .secretMissing, context.severityOfAbsence, objects,
        problem: "\(context.title(ofSecret: name)) is not in the input, which has no Secrets of "
          + "this namespace at all.",
        advice: "If it exists, get Secrets too: kubectl get pods,sa,secrets -o json. If not, make "
          + "it.")
    }
    let problem =
      "\(context.title(ofSecret: name)) does not exist; the kubelet skips it and pulls with what "
      + "is left" + (isSaid ? ", as its Event FailedToRetrieveImagePullSecret says." : ".")
    if let nearest = context.index.nearestSecretName(to: name, in: context.namespace) {
      return context.finding(
        .secretMissing, context.severityOfAbsence, objects, problem: problem,
        advice:
          "Did you mean \(quoted(nearest))? Change the name in \(list(of: reference, context)).")
    }
    if let helpful = helpfulName(context) {
      return context.finding(
        .secretMissing, context.severityOfAbsence, objects, problem: problem,
        advice: "\(quoted(helpful)) has a key for \(printable(context.registry)): name that in "
          + "\(list(of: reference, context)), or make the Secret.")
    }
    return context.finding(
      .secretMissing, context.severityOfAbsence, objects, problem: problem,
      advice: "Make the Secret, or change the name in \(list(of: reference, context)).",
      command: Kubectl.createSecret(
        context.namespace, name, server: Kubectl.server(for: context.image)))
  }

  /// A Secret of the namespace that has a key for the image, where none that is listed has.
  private static func helpfulName(_ context: ImageContext) -> String? {
    guard !context.isCovered else { return nil }
    return context.index.secretNames(for: context.image, in: context.namespace).first
  }

  private static func elsewhere(
    _ name: String, _ namesake: Secret, others: Int, _ context: ImageContext
  ) -> Finding {
    let more = others > 0 ? " and \(others) more" : ""
    let owner = namesake.metadata.ownerReferences.first
    let maker =
      owner.map { ", or have \(printable($0.kind)) \(printable($0.name)) make it there" } ?? ""
    return context.finding(
      .otherNamespace, context.severityOfAbsence,
      [.secret(context.namespace, name), .secret(namesake)],
      problem: "\(context.title(ofSecret: name)) does not exist; there is one of that name in "
        + "namespace \(printable(namesake.namespace))\(more), but the kubelet looks only in the "
        + "Pod's own.",
      advice: "Copy the Secret to namespace \(printable(context.namespace))\(maker).",
      // A copy with the owner's mark would be taken for garbage and removed.
      command: owner == nil
        ? Kubectl.copySecret(name, from: namesake.namespace, to: context.namespace) : nil)
  }

  /// The Secret is there, but an Event says that it was missing: it came later, or was passed over
  /// by somebody else.
  private static func wasMissing(_ name: String, _ context: ImageContext) -> Finding {
    context.finding(
      .secretWasMissing, .worthKnowing, [.secret(context.namespace, name)],
      problem: "\(context.title(ofSecret: name)) exists now, but was missing when the kubelet said "
        + "FailedToRetrieveImagePullSecret.",
      advice: "Wait for the next try, or delete the Pod so that it is pulled at once.")
  }

  /// Where the name stands that has to change.
  private static func list(
    of reference: PullResolution.Reference, _ context: ImageContext
  ) -> String {
    if case .serviceAccount(let account) = reference.listing.owner {
      return
        "imagePullSecrets of ServiceAccount \(printable(context.namespace))/\(printable(account))"
    }
    return "\(context.target.path("imagePullSecrets")) of \(context.target.description)"
  }
}
