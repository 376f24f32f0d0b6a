//! Folders of web assets as values: read, compressed, and written so that an unchanged file is not touched.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::thread;

use anyhow::{Context, Result};
use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;

/// Files by their path below a folder, with `/` between the parts.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// Reads all files below a folder; one that does not exist is empty.
pub(crate) fn read(folder: &Path) -> Result<Files> {
    let mut files = Files::new();
    if folder.is_dir() {
        read_into(&mut files, folder, "")?;
    }
    Ok(files)
}

fn read_into(files: &mut Files, folder: &Path, prefix: &str) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            read_into(files, &entry.path(), &format!("{name}/"))?;
        } else {
            files.insert(name, fs::read(entry.path())?);
        }
    }
    Ok(())
}

/// Makes a folder hold exactly `files`, except below its subfolder `other`, which is somebody else's.
///
/// An unchanged file keeps its modification time, by which cargo decides whether the server must be built again.
pub(crate) fn write(folder: &Path, files: &Files, other: Option<&str>) -> Result<()> {
    let is_foreign = |name: &str| other.is_some_and(|other| name.starts_with(&format!("{other}/")));
    let present = read(folder)?;
    for name in present.keys().filter(|name| !is_foreign(name) && !files.contains_key(*name)) {
        fs::remove_file(folder.join(name))?;
    }
    for (name, content) in files.iter().filter(|(name, content)| present.get(*name) != Some(content)) {
        write_file(&folder.join(name), content)?;
    }
    Ok(())
}

fn write_file(path: &Path, content: &[u8]) -> Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::write(path, content).with_context(|| path.display().to_string())
}

/// What fits one network packet arrives no sooner for being smaller.
const WORTHWHILE: usize = 1400;

/// Adds a `.br` and a `.gz` beside each file that is worth it, once, so that the server never compresses an asset.
pub(crate) fn compress(files: &mut Files) -> Result<()> {
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let names: Vec<&String> = files.iter().filter(|file| is_compressible(file)).map(|(name, _)| name).collect();
    let packed = thread::scope(|scope| {
        let tasks: Vec<_> = (0..workers)
            .map(|first| names.iter().skip(first).step_by(workers).copied().collect::<Vec<_>>())
            .map(|share| scope.spawn(|| pack_all(share, files)))
            .collect();
        tasks.into_iter().map(|task| task.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    });
    let packed: Vec<Files> = Result::from_iter::<Vec<Result<Files>>>(packed)?;
    files.extend(packed.into_iter().flatten());
    Ok(())
}

/// Fonts and pictures are compressed already.
fn is_compressible((name, content): &(&String, &Vec<u8>)) -> bool {
    let extension = Path::new(name).extension().and_then(|extension| extension.to_str());
    content.len() > WORTHWHILE
        && matches!(
            extension,
            Some("css" | "html" | "ico" | "js" | "json" | "svg" | "ttf" | "txt" | "wasm" | "webmanifest")
        )
}

fn pack_all(names: Vec<&String>, files: &Files) -> Result<Files> {
    let mut packed = Files::new();
    for name in names {
        let content = &files[name];
        for (suffix, smaller) in [("br", brotli(content)?), ("gz", gzip(content)?)] {
            if smaller.len() < content.len() {
                packed.insert(format!("{name}.{suffix}"), smaller);
            }
        }
    }
    Ok(packed)
}

fn brotli(content: &[u8]) -> io::Result<Vec<u8>> {
    let mut packed = Vec::new();
    let best = BrotliEncoderParams { quality: 11, lgwin: 22, size_hint: content.len(), ..Default::default() };
    brotli::BrotliCompress(&mut &*content, &mut packed, &best)?;
    Ok(packed)
}

fn gzip(content: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    encoder.finish()
}
