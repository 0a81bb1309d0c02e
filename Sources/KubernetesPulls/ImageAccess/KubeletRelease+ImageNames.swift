// Under which name a kubelet knows an image on the node: what 1.36 changed.

public import ImagePullCredentials

extension KubeletRelease {
  /// The name under which a kubelet records who may use an image.
  ///
  /// To 1.35 the normalised name, `docker.io/library/busybox` for `busybox:1`; from 1.36 the image as
  /// written without tag and digest, `busybox`. Records that 1.35 made for short names are not found
  /// any more after the upgrade. (Kubernetes: pkg/kubelet/images/pullmanager/image_pull_manager.go.)
  ///
  /// - Throws: Why the image is no reference. No container gets such an image.
  public func recordedName(of image: String) throws(ImageReference.ParseError) -> String {
    self < .v136 ? try ImageReference(image).name : try WrittenName.name(of: image)
  }

  /// What of an image is compared with an allowlist: to 1.35 all of it, so that a name on the list
  /// matches no image that has a tag or a digest; from 1.36 the name as written.
  func allowlistedName(of image: String) -> String {
    self < .v136 ? image : (try? WrittenName.name(of: image)) ?? image
  }
}
