#!/bin/sh
# A proved backup of one plane with the day in its name; old ones go only after the new one is proved.
# backup.sh PLANE FOLDER [DAYS]       PULANG_BACKUP_KEY names the file of the key.
set -eu
plane=$1 folder=$2 days=${3:-30}
"$(dirname "$0")/pulang" --plane "$plane" backup "$folder/$plane-$(date +%Y-%m-%d-%H%M%S).backup" --verify
find "$folder" -name "$plane-*.backup" -type f -mtime "+$days" -delete
