"""What the scripts that teach the coder share: which articles are marked."""
import glob, os


def articles_of(places):
    """Articles of folders, or named one by one, that have a gold file."""
    paths = [p for place in places for p in (sorted(glob.glob(place + "/*.txt")) if os.path.isdir(place) else [place])]
    return [p for p in paths if os.path.exists(p[:-4] + ".gold.jsonl")]
