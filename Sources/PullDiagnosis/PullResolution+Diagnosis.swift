public import ImagePullCredentials

extension PullResolution {
  /// Why the pull of `image` gets no credential, or the wrong one, and what to do: the findings,
  /// most decisive first.
  ///
  /// - Parameters:
  ///   - image: an image, of this Pod or not.
  ///   - now: the present time, which tokens are held against.
  ///   - index: an index of ``objects``; nil makes one, in time proportional to the objects.
  /// - Returns: the findings; none if all is well as far as these objects tell. The node's own
  ///   credentials, credential providers and mirrors are not examined.
  public func diagnose(
    _ image: ImageReference, at now: Timestamp, using index: Cluster? = nil
  ) -> [Finding] {
    let containers = images.filter { container in
      guard let reference = try? ImageReference(container.image) else { return false }
      return reference == image
    }
    return Diagnosis.findings(
      [(image, containers)], of: self, index: index ?? Cluster(objects), now: now)
  }

  /// The same for all images of the Pod or template. A finding that concerns several is there once.
  public func diagnose(at now: Timestamp, using index: Cluster? = nil) -> [Finding] {
    var wanted: [(image: ImageReference, containers: [ContainerImage])] = []
    var positions: [ImageReference: Int] = [:]
    var invalid: [Finding] = []
    // An empty image is left to others, such as a controller that fills it in.
    for container in images where !container.image.isEmpty {
      do throws(ImageReference.ParseError) {
        let image = try ImageReference(container.image)
        if let position = positions[image] {
          wanted[position].containers.append(container)
        } else {
          positions[image] = wanted.count
          wanted.append((image, [container]))
        }
      } catch {
        invalid.append(InvalidImageFinding.make(container, error, of: subject))
      }
    }
    return invalid
      + Diagnosis.findings(
        wanted, of: self, index: index ?? Cluster(objects), now: now)
  }
}

/// The rules, and how their findings come together.
enum Diagnosis {
  /// A rule looks at an image and says what it finds.
  typealias Rule = @Sendable (ImageContext) -> [Finding]

  /// What the cluster said that is not about credentials, and then what causes a pull to get none
  /// or the wrong one. Of equal severity the first is the most decisive.
  private static let causes: [Rule] = [
    RefusalFindings.find, ReferenceFindings.find, StaticPodFindings.find,
    ExternalSecretFindings.findType, MissingSecretFindings.find, SecretTypeFindings.find,
    SecretContentFindings.find, HelperFindings.find, IdentityTokenFindings.find,
    ServiceAccountFindings.find, ServiceAccountListFindings.find, OtherServiceAccountFindings.find,
    DockerHubFindings.find, NearMissFindings.find, FlawedKeyFindings.find,
    TokenFindings.find, PasswordFindings.find, AuthFieldFindings.find,
    ExternalSecretFindings.findRefresh,
  ]

  /// What is said in any case.
  private static let remarks: [Rule] = [
    MatchOrderFindings.find, PrefixFindings.find, CachedImageFindings.find,
    ExternalSecretFindings.findUnused,
  ]

  static func findings(
    _ images: [(image: ImageReference, containers: [ContainerImage])],
    of resolution: PullResolution,
    index: Cluster, now: Timestamp
  ) -> [Finding] {
    let pod = PodContext(resolution, index: index, now: now)
    var merged = FindingList()
    for (image, containers) in images {
      merged.append(findings(ImageContext(image, of: pod, containers: containers)))
    }
    return merged.sorted
  }

  private static func findings(_ context: ImageContext) -> [Finding] {
    var findings = causes.flatMap { $0(context) }
    // What says only that there is nothing is for want of a better reason.
    if findings.allSatisfy({ $0.severity == .worthKnowing }) {
      findings += AbsenceFindings.find(context)
    }
    let isExplained = findings.contains { $0.severity > .worthKnowing }
    findings = ReportFindings.findUnrelated(context) + findings
    findings += ReportFindings.findRefusal(context, isExplained: isExplained)
    findings += ReportFindings.findUnsaid(context, isExplained: isExplained)
    return findings + remarks.flatMap { $0(context) }
  }
}
