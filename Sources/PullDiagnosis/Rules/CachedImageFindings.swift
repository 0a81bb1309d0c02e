import ImagePullCredentials

/// Images that are in use without a credential: pulled before, by somebody else, or public.
enum CachedImageFindings {
  static func find(_ context: ImageContext) -> [Finding] {
    guard context.isInUse, !context.isCovered,
      // Who lists nothing means a public image.
      context.resolution.refusal != nil || !context.resolution.references.isEmpty,
      let policy = context.containers.lazy.compactMap(\.pullPolicy).first(where: { $0 != "Always" })
    else { return [] }
    return [
      context.finding(
        .cachedImageHidesIt, .worthKnowing,
        problem: "The image is in use though no credential is for it: it is public, or was on the "
          + "node already (imagePullPolicy \(printable(policy))).",
        advice: "If it is private, fix the credential: the Pod fails on a new node, and on every "
          + "node that verifies credentials of images it has.")
    ]
  }
}
